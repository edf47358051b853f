# Sourced with $root set: makes a fetched renderer visible to the dynamic loader, which reads this only at start.
# MuJoCo and libtorch need nothing here; they are loaded by full path.
for diffog_mesa in "${DIFFOG_HOME:-$root}"/.diffog/native/mesa/usr/lib/*-linux-gnu*; do
    if [ -d "$diffog_mesa" ]; then
        # Last, so that a library the system has is preferred.
        LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$diffog_mesa"
        export LD_LIBRARY_PATH
    fi
done
unset diffog_mesa
