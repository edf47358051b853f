using DiffOG.Host.Stages;
using DiffOG.Learning.Training;
using Xunit;

namespace DiffOG.Host.Tests.Stages;

public sealed class TrainingDataWordsTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public void Data_that_fit_are_said_to_be_in_memory() => Assert.Equal(
        ["1,200 windows and 60 for validation from 12 episodes.", "held in memory: observations and actions of all episodes (1.50 MiB) (memoryMegabytes 2,048)."],
        TrainingDataWords.Of(new TrainingData(12, 1200, 60, [], new MemoryUse(2048L * Megabyte, 3 * Megabyte / 2, 12) { ValueBytes = 3 * Megabyte / 2, EpisodesWithValues = 12 })));

    [Fact]
    public void What_does_not_fit_and_what_is_too_short_is_said() => Assert.Equal(
        [
            "5 windows and 0 for validation from 20 episodes.",
            "held in memory: observations and actions of all episodes (1.00 MiB), pictures of 3 of 20 episodes (200 MiB in all); the rest is read when it is needed (memoryMegabytes 32).",
            "14 episodes are too short for a window and left out: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and so on.",
        ],
        TrainingDataWords.Of(new TrainingData(20, 5, 0, [.. Enumerable.Range(1, 14)], new MemoryUse(32 * Megabyte, 31 * Megabyte, 20)
        {
            ValueBytes = Megabyte,
            EpisodesWithValues = 20,
            PictureBytes = 200 * Megabyte,
            EpisodesWithPictures = 3,
        })));
}
