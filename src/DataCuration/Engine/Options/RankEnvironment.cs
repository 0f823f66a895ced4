using System.Globalization;

namespace DataCuration;

/// <summary>Reads rank and world size from the variables that schedulers and launchers set.</summary>
internal sealed class RankEnvironment(Func<string, string?> lookup)
{
    private const string Rank = "RANK";
    private const string WorldSize = "WORLD_SIZE";

    /// <summary>Returns the first complete description, the innermost launcher first; null if no scheduler started the process.</summary>
    public (int Rank, int WorldSize)? Read()
    {
        int? worldSize = Number(WorldSize, 1);
        (int Rank, int WorldSize)? found = FromRank(worldSize) ?? FromOpenMpi(worldSize) ?? FromSlurmArray(worldSize)
            ?? FromSlurmTasks(worldSize) ?? FromKubernetes(worldSize);
        if (found is null && worldSize is not null)
            throw new CurationException(
                $"{WorldSize} is '{worldSize}', but no variable gives the rank of this process: set {Rank} to a number from 0 to {worldSize - 1}.");
        return found;
    }

    /// <summary>The processors that Slurm assigned to this task; null outside Slurm.</summary>
    public int? ReadProcessors() => Number("SLURM_CPUS_PER_TASK", 1);

    private (int Rank, int WorldSize)? FromRank(int? worldSize)
    {
        if (Number(Rank, 0) is not { } rank) return null;
        return Check(rank, worldSize ?? throw Missing(WorldSize, "the number of ranks", Rank, rank), Rank, WorldSize);
    }

    private (int Rank, int WorldSize)? FromOpenMpi(int? worldSize)
    {
        const string RankName = "OMPI_COMM_WORLD_RANK";
        const string SizeName = "OMPI_COMM_WORLD_SIZE";
        int? rank = Number(RankName, 0);
        int? size = Number(SizeName, 1);
        if (rank is null && size is null) return null;
        if (rank is null) throw Missing(RankName, "the rank of this process", SizeName, size);
        if ((worldSize ?? size) is not { } world) throw Missing(SizeName, "the number of ranks", RankName, rank);
        return Check(rank.Value, world, RankName, worldSize is null ? SizeName : WorldSize);
    }

    private (int Rank, int WorldSize)? FromSlurmArray(int? worldSize)
    {
        const string IdName = "SLURM_ARRAY_TASK_ID";
        const string CountName = "SLURM_ARRAY_TASK_COUNT";
        int? id = Number(IdName, 0);
        int? count = Number(CountName, 1);
        if (id is null && count is null) return null;
        if (id is null) throw Missing(IdName, "the index of this array task", CountName, count);
        // Each array task can start several processes with srun.
        int tasks = Number("SLURM_NTASKS", 1) ?? 1;
        int task = tasks > 1 ? Number("SLURM_PROCID", 0) ?? 0 : 0;
        // With an explicit world size the index is the rank, so that chosen ranks can run again as a smaller array.
        if (worldSize is { } explicitSize) return Check(checked(id.Value * tasks + task), explicitSize, IdName, WorldSize);
        if (count is null) throw Missing(CountName, "the number of array tasks", IdName, id);
        int first = Number("SLURM_ARRAY_TASK_MIN", 0) ?? 0;
        int step = Number("SLURM_ARRAY_TASK_STEP", 1) ?? 1;
        int index = (id.Value - first) / step;
        if (id < first || (id - first) % step != 0 || index >= count)
        {
            throw new CurationException(
                $"{IdName} is '{id}', which is not one of {count} indexes from {first} in steps of {step} ({CountName}, "
                    + $"SLURM_ARRAY_TASK_MIN, SLURM_ARRAY_TASK_STEP). "
                + $"To run some ranks of a larger array again, set {WorldSize} to the size of that array.");
        }
        return (checked(index * tasks + task), checked(count.Value * tasks));
    }

    private (int Rank, int WorldSize)? FromSlurmTasks(int? worldSize)
    {
        const string RankName = "SLURM_PROCID";
        const string SizeName = "SLURM_NTASKS";
        if (Number(RankName, 0) is not { } rank) return null; // SLURM_NTASKS alone is set in the shell of salloc
        if ((worldSize ?? Number(SizeName, 1)) is not { } world)
        {
            // A batch script that asks for no number of tasks has process 0 and no SLURM_NTASKS.
            return rank == 0 ? (0, 1) : throw Missing(SizeName, "the number of tasks", RankName, rank);
        }
        return Check(rank, world, RankName, worldSize is null ? SizeName : WorldSize);
    }

    private (int Rank, int WorldSize)? FromKubernetes(int? worldSize)
    {
        const string IndexName = "JOB_COMPLETION_INDEX";
        if (Number(IndexName, 0) is not { } rank) return null;
        return Check(rank, worldSize ?? throw Missing(WorldSize, "the number of completions of the job", IndexName, rank), IndexName, WorldSize);
    }

    private static (int Rank, int WorldSize) Check(int rank, int worldSize, string rankName, string sizeName) => rank < worldSize
        ? (rank, worldSize)
        : throw new CurationException($"{rankName} gives rank {rank}, but {sizeName} is '{worldSize}': ranks are numbered from 0 to {worldSize - 1}.");

    private static CurationException Missing(string name, string meaning, string present, int? value) =>
        new($"{present} is '{value}', but {name} is not set: set it to {meaning}.");

    /// <summary>Reads a variable. An empty one counts as not set.</summary>
    private int? Number(string name, int minimum)
    {
        string? text = lookup(name);
        if (string.IsNullOrEmpty(text)) return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < minimum)
            throw new CurationException($"{name} is '{text}', which is not a whole number of at least {minimum}.");
        return value;
    }
}
