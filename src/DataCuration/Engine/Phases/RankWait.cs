using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>
/// The wait of a rank for the shards of other ranks. It names the missing ranks, first after three seconds and then now and then. It ends if there is no
/// sign of life of them for <see cref="RunOptions.PhaseTimeout"/>.
/// </summary>
internal sealed class RankWait(PhaseFolder folder, PhaseRecipe recipe, FinishedTasks finished, RunOptions options, RunWarnings warnings, TimeProvider time)
{
    /// <summary>The time before the first message.</summary>
    public static readonly TimeSpan FirstMessage = TimeSpan.FromSeconds(3);

    /// <summary>The longest time between messages.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(5);

    /// <summary>The time after which a process that runs, and finishes no shard, counts as hung.</summary>
    public static readonly TimeSpan HungAfter = TimeSpan.FromDays(1);

    private readonly long start = time.GetTimestamp();

    /// <summary>Waits until the tasks are done.</summary>
    /// <param name="missing">The tasks of other ranks that are not done. They are removed as they get done.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="PhaseIncompleteException">The wait is not wanted, or there was no sign of life.</exception>
    public async Task WaitAsync(List<PhaseTask> missing, CancellationToken cancellationToken)
    {
        if (missing.Count == 0) return;
        if (options.PhaseWait == PhaseWait.Exit) throw Incomplete(missing, "");
        bool hasLimit = options.PhaseTimeout != Timeout.InfiniteTimeSpan;
        TimeSpan hungAfter = options.PhaseTimeout > HungAfter ? options.PhaseTimeout : HungAfter;
        long signOfLife = start, progress = start, told = start;
        var pause = TimeSpan.FromMilliseconds(50);
        TimeSpan silence = FirstMessage;
        while (missing.Count > 0)
        {
            long now = time.GetTimestamp();
            if (hasLimit && time.GetElapsedTime(signOfLife, now) > options.PhaseTimeout)
            {
                if (!IsAnyAtWork(missing))
                    throw Incomplete(missing, $"There was no sign of life of them for {Show(options.PhaseTimeout)} (RunOptions.PhaseTimeout). ");
                signOfLife = now;
            }
            if (hasLimit && time.GetElapsedTime(progress, now) > hungAfter)
                throw Incomplete(missing, $"They finished no shard for {Show(hungAfter)}, although a process of them runs: it may hang. ");
            if (time.GetElapsedTime(told, now) >= silence)
            {
                if (IsAnyAtWork(missing)) signOfLife = now;
                Tell(missing, hasLimit);
                silence = told == start ? FirstMessage * 2 : silence * 2 < LongestSilence ? silence * 2 : LongestSilence;
                told = now;
            }
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            // Often at first, and seldom in a wait of hours.
            double longest = Math.Clamp(time.GetElapsedTime(start).TotalMilliseconds / 200, 2_000, 10_000);
            pause = TimeSpan.FromMilliseconds(Math.Min(longest, pause.TotalMilliseconds * 1.5));
            if (missing.RemoveAll(finished.IsDoneByNow) > 0) signOfLife = progress = time.GetTimestamp();
        }
    }

    private void Tell(List<PhaseTask> missing, bool hasLimit)
    {
        string limit = hasLimit ? $" It gives up after {Show(options.PhaseTimeout)} without a sign of life of them (RunOptions.PhaseTimeout)." : "";
        string message = string.Create(CultureInfo.InvariantCulture,
            $"rank {options.Rank} of {options.WorldSize} waits for {missing.Count} of {recipe.Tasks} shards. {Describe(missing)}");
        warnings.Remind(recipe.Phase, message + limit);
        int mine = recipe.Tasks / options.WorldSize + (options.Rank < recipe.Tasks % options.WorldSize ? 1 : 0);
        options.Progress?.Report(new RunProgress
        {
            Phase = recipe.Phase,
            Fits = recipe.Fits,
            ShardsDone = mine,
            ShardsTotal = mine,
            Elapsed = time.GetElapsedTime(start),
            Waiting = message,
        });
    }

    private PhaseIncompleteException Incomplete(List<PhaseTask> missing, string reason) => new(string.Create(CultureInfo.InvariantCulture,
        $"Phase '{recipe.Phase}': {missing.Count} of {recipe.Tasks} shards are not done yet, the first is shard {missing[0].Index}, which is rank ")
        + string.Create(CultureInfo.InvariantCulture, $"{RankOf(missing[0])}'s. {Describe(missing)} {reason}")
        + $"Start the ranks that do not run. Run this rank again when the others are done (exit code {PhaseIncompleteException.ExitCode}).");

    private int RankOf(PhaseTask task) => task.Index % options.WorldSize;

    private bool IsAnyAtWork(List<PhaseTask> missing) => missing.Select(RankOf).Distinct().Any(rank => RankOwner.Read(folder, rank).IsAtWork);

    /// <summary>Tells for each rank that is waited for how many shards are missing, and whether its process runs.</summary>
    private string Describe(List<PhaseTask> missing)
    {
        const int Shown = 8;
        Dictionary<int, RankOwner> owners = RankOwner.ReadAll(folder).ToDictionary(owner => owner.Rank);
        var text = new StringBuilder();
        IGrouping<int, PhaseTask>[] ranks = [.. missing.GroupBy(RankOf).OrderBy(rank => rank.Key)];
        foreach (IGrouping<int, PhaseTask> rank in ranks.Take(Shown))
        {
            int count = rank.Count();
            string state = !owners.TryGetValue(rank.Key, out RankOwner? owner) ? "has not started"
                : owner.IsAtWork ? $"runs as {owner.Name}"
                : folder.HasLocks ? $"does not run; the last was {owner.Name}"
                : $"may run as {owner.Name}";
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? " " : "")}Rank {rank.Key} ({count} {(count == 1 ? "shard" : "shards")}) {state}.");
        }
        if (ranks.Length > Shown) text.Append(CultureInfo.InvariantCulture, $" {ranks.Length - Shown} more ranks are waited for.");
        return text.ToString();
    }

    private static string Show(TimeSpan time) => time.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s")
        : WallTime.Format(time.TotalSeconds);
}
