'use strict';
// Explanations stay inside the window.
for (const tip of document.querySelectorAll('.tip')) {
  const place = () => {
    const box = tip.getBoundingClientRect(), text = tip.querySelector('.tiptext');
    text.style.left = Math.max(8, Math.min(box.left, innerWidth - 276)) + 'px';
    text.style.top = box.bottom + 6 + 'px';
  };
  tip.addEventListener('mouseenter', place);
  tip.addEventListener('focus', place);
}

// An animated WebP plays by itself; cut into its frames it can be stopped and moved through like a video.
function framesOf(image) {
  const text = atob(image.src.slice(image.src.indexOf(',') + 1));
  const bytes = Uint8Array.from(text, c => c.charCodeAt(0)), view = new DataView(bytes.buffer), frames = [];
  let until = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true), next = at + 8 + size + size % 2;
    if (text.substr(at, 4) === 'ANMF') {
      until += (bytes[at + 20] | bytes[at + 21] << 8 | bytes[at + 22] << 16) / 1000;
      const still = bytes.subarray(at + 24, at + 8 + size), header = new Uint8Array(12);
      header.set([82, 73, 70, 70, 0, 0, 0, 0, 87, 69, 66, 80]);
      new DataView(header.buffer).setUint32(4, still.length + 4, true);
      const picture = new Image();
      picture.src = URL.createObjectURL(new Blob([header, still], { type: 'image/webp' }));
      frames.push({ picture, until });
    }
    at = next;
  }
  return frames;
}

function framePlayer(image) {
  const frames = framesOf(image), canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', image.alt);
  let shown = -1;
  const ready = image.decode().catch(() => { }).then(() => {
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    image.replaceWith(canvas);
  });
  return {
    ready,
    duration: () => frames.length ? frames[frames.length - 1].until : 0,
    seek(time) {
      let at = frames.findIndex(f => time < f.until);
      at = at < 0 ? frames.length - 1 : at;
      if (at === shown || at < 0 || !frames[at].picture.complete) return;
      canvas.getContext('2d').drawImage(frames[at].picture, 0, 0);
      shown = at;
    },
  };
}

function videoPlayer(video) {
  video.removeAttribute('controls');
  return {
    ready: new Promise(done => video.readyState > 0 ? done() : video.addEventListener('loadedmetadata', done, { once: true })),
    duration: () => Number.isFinite(video.duration) ? video.duration : 0,
    seek(time, playing) {
      const wanted = Math.min(time, video.duration || 0), ended = time >= (video.duration || 0);
      if (Math.abs(video.currentTime - wanted) > (playing && !ended ? 0.15 : 0.01)) video.currentTime = wanted;
      if (playing && !ended && video.paused) video.play().catch(() => { });
      if ((!playing || ended) && !video.paused) video.pause();
    },
  };
}

for (const film of document.querySelectorAll('.film')) {
  const players = [...film.querySelectorAll('img.frames, video')].map(e => e.tagName === 'VIDEO' ? videoPlayer(e) : framePlayer(e));
  if (!players.length) continue;
  Promise.all(players.map(p => p.ready)).then(() => {
    const end = Math.max(...players.map(p => p.duration())), hold = 1;
    const controls = document.createElement('div'), button = document.createElement('button'), slider = document.createElement('input'), clock = document.createElement('span');
    controls.className = 'controls';
    Object.assign(slider, { type: 'range', min: 0, max: end, step: 0.01, value: 0 });
    slider.setAttribute('aria-label', 'Time in the episode');
    controls.append(button, slider, clock);
    film.append(controls);
    let time = 0, playing = !matchMedia('(prefers-reduced-motion: reduce)').matches, last = null;
    const show = () => {
      for (const p of players) p.seek(Math.min(time, end), playing);
      slider.value = Math.min(time, end);
      clock.textContent = Math.min(time, end).toFixed(1) + ' / ' + end.toFixed(1) + ' s';
      button.textContent = playing ? 'Pause' : 'Play';
    };
    const tick = now => {
      if (playing && last !== null) time += Math.min(0.1, (now - last) / 1000);
      if (time > end + hold) time = 0;
      last = now;
      show();
      requestAnimationFrame(tick);
    };
    button.addEventListener('click', () => { playing = !playing; if (playing && time >= end) time = 0; });
    slider.addEventListener('input', () => { playing = false; time = Number(slider.value); });
    requestAnimationFrame(tick);
  });
}
