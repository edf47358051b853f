using Xunit.v3;
using Xunit.Sdk;

// Each test starts processes that use all cores themselves.
[assembly: Parallelization(Mode = ParallelMode.None)]
