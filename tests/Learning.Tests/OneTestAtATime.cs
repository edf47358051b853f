using Xunit.v3;
using Xunit.Sdk;

// Tests that count live tensors need the process for themselves; two cores gain little from more anyway.
[assembly: Parallelization(Mode = ParallelMode.None)]
