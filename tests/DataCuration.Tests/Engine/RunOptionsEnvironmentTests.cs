namespace DataCuration.Tests.Execution;

public sealed class RunOptionsEnvironmentTests
{
    [Theory]
    [InlineData("", 0, 1)]
    [InlineData("RANK=3 WORLD_SIZE=8", 3, 8)]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4", 1, 4)]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=8", 5, 8)]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=8 SLURM_ARRAY_TASK_MIN=1", 4, 8)]
    [InlineData("SLURM_ARRAY_TASK_ID=10 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=4 SLURM_ARRAY_TASK_STEP=3", 2, 4)]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=3 SLURM_PROCID=1 SLURM_NTASKS=4", 9, 12)]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=3 SLURM_PROCID=0 SLURM_NTASKS=1", 2, 3)]
    [InlineData("SLURM_PROCID=2 SLURM_NTASKS=3", 2, 3)]
    [InlineData("SLURM_PROCID=0", 0, 1)]
    [InlineData("SLURM_NTASKS=4", 0, 1)]
    [InlineData("JOB_COMPLETION_INDEX=2 WORLD_SIZE=5", 2, 5)]
    [InlineData("RANK= WORLD_SIZE= SLURM_PROCID=1 SLURM_NTASKS=2", 1, 2)]
    public void FromEnvironment_OneScheduler_GivesItsRank(string variables, int rank, int worldSize)
    {
        RunOptions options = RunOptions.FromEnvironment(Lookup(variables));
        Assert.Equal((rank, worldSize), (options.Rank, options.WorldSize));
        Assert.Equal(Environment.ProcessorCount, options.MaxParallelShards);
    }

    [Theory]
    [InlineData("RANK=1 WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=9 SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_COUNT=9", 1, 2)]
    [InlineData("OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=9 SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_COUNT=8", 3, 9)]
    [InlineData("SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_COUNT=8 SLURM_PROCID=0 SLURM_NTASKS=1 JOB_COMPLETION_INDEX=7", 4, 8)]
    [InlineData("SLURM_PROCID=1 SLURM_NTASKS=2 JOB_COMPLETION_INDEX=7", 1, 2)]
    public void FromEnvironment_SeveralSchedulers_TakesTheFirst(string variables, int rank, int worldSize)
    {
        RunOptions options = RunOptions.FromEnvironment(Lookup(variables));
        Assert.Equal((rank, worldSize), (options.Rank, options.WorldSize));
    }

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_MIN=2 WORLD_SIZE=8", 5, 8)]
    [InlineData("SLURM_PROCID=1 SLURM_NTASKS=2 WORLD_SIZE=6", 1, 6)]
    [InlineData("OMPI_COMM_WORLD_RANK=1 WORLD_SIZE=6", 1, 6)]
    public void FromEnvironment_WorldSizeAlone_ReplacesTheSchedulersNumber(string variables, int rank, int worldSize)
    {
        RunOptions options = RunOptions.FromEnvironment(Lookup(variables));
        Assert.Equal((rank, worldSize), (options.Rank, options.WorldSize));
    }

    [Fact]
    public void FromEnvironment_ProcessorsOfSlurm_LimitTheWorkers()
    {
        RunOptions options = RunOptions.FromEnvironment(Lookup("SLURM_PROCID=1 SLURM_NTASKS=2 SLURM_CPUS_PER_TASK=6")) with { WorkDirectory = "shared" };
        Assert.Equal((1, 2, 6, "shared"), (options.Rank, options.WorldSize, options.MaxParallelShards, options.WorkDirectory));
    }

    [Theory]
    [InlineData("RANK=one WORLD_SIZE=8", "RANK is 'one'")]
    [InlineData("RANK=-1 WORLD_SIZE=8", "RANK is '-1'")]
    [InlineData("RANK=1 WORLD_SIZE=0", "WORLD_SIZE is '0'")]
    [InlineData("RANK=1 WORLD_SIZE=99999999999", "WORLD_SIZE is '99999999999'")]
    [InlineData("RANK=8 WORLD_SIZE=8", "RANK gives rank 8, but WORLD_SIZE is '8'")]
    [InlineData("RANK=3", "RANK is '3', but WORLD_SIZE is not set")]
    [InlineData("WORLD_SIZE=8", "WORLD_SIZE is '8', but no variable gives the rank")]
    [InlineData("OMPI_COMM_WORLD_RANK=3", "OMPI_COMM_WORLD_RANK is '3', but OMPI_COMM_WORLD_SIZE is not set")]
    [InlineData("OMPI_COMM_WORLD_SIZE=3", "OMPI_COMM_WORLD_SIZE is '3', but OMPI_COMM_WORLD_RANK is not set")]
    [InlineData("OMPI_COMM_WORLD_RANK=4 OMPI_COMM_WORLD_SIZE=3", "OMPI_COMM_WORLD_RANK gives rank 4, but OMPI_COMM_WORLD_SIZE is '3'")]
    [InlineData("SLURM_ARRAY_TASK_ID=3", "SLURM_ARRAY_TASK_ID is '3', but SLURM_ARRAY_TASK_COUNT is not set")]
    [InlineData("SLURM_ARRAY_TASK_COUNT=3", "SLURM_ARRAY_TASK_COUNT is '3', but SLURM_ARRAY_TASK_ID is not set")]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_MIN=2", "SLURM_ARRAY_TASK_ID is '5'")]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_STEP=2", "SLURM_ARRAY_TASK_ID is '5'")]
    [InlineData("SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_COUNT=2 WORLD_SIZE=8", "SLURM_ARRAY_TASK_ID gives rank 9, but WORLD_SIZE is '8'")]
    [InlineData("SLURM_PROCID=1", "SLURM_PROCID is '1', but SLURM_NTASKS is not set")]
    [InlineData("SLURM_PROCID=x SLURM_NTASKS=3", "SLURM_PROCID is 'x'")]
    [InlineData("SLURM_PROCID=3 SLURM_NTASKS=3", "SLURM_PROCID gives rank 3, but SLURM_NTASKS is '3'")]
    [InlineData("JOB_COMPLETION_INDEX=3", "JOB_COMPLETION_INDEX is '3', but WORLD_SIZE is not set")]
    [InlineData("JOB_COMPLETION_INDEX=3 WORLD_SIZE=3", "JOB_COMPLETION_INDEX gives rank 3, but WORLD_SIZE is '3'")]
    [InlineData("SLURM_CPUS_PER_TASK=0", "SLURM_CPUS_PER_TASK is '0'")]
    public void FromEnvironment_BadVariables_NamesVariableAndValue(string variables, string message) =>
        Assert.Contains(message, Assert.Throws<CurationException>(() => RunOptions.FromEnvironment(Lookup(variables))).Message, StringComparison.Ordinal);

    private static Func<string, string?> Lookup(string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return name => values.GetValueOrDefault(name);
    }
}
