using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>Splits labelled examples into training and test examples, balances the training examples, and writes both for fastText.</summary>
internal sealed class ExampleSplitter
{
    public const string TrainName = "train.txt";
    public const string TestName = "test.txt";
    public const string SummaryName = "parts.json";

    /// <summary>The share of examples below which balancing warns (our choice).</summary>
    private const double MinBalancedShare = 0.1;

    private readonly AnnotationTable table;
    private readonly PhaseFiles files;
    private readonly ClassifierTraining training;
    private readonly int unlabelled;
    private readonly HashSet<int> trainOnly = [];
    private readonly Dictionary<(int Label, int Source), long> cells = [];
    private HashSet<int> testSources = [];
    private bool bySource;

    public ExampleSplitter(AnnotationTable table, PhaseFiles files, ClassifierTraining training)
    {
        this.table = table;
        this.files = files;
        this.training = training;
        unlabelled = table.GroupNames[0].IndexOf("");
        foreach (string source in training.TrainOnlySources)
            if (table.GroupNames[1].IndexOf(source) is >= 0 and int number) trainOnly.Add(number);
    }

    public void Write(ShardOutput output, CancellationToken cancellationToken)
    {
        foreach (AnnotationRow row in table.Rows(cancellationToken))
            cells[(row.Groups[0], row.Groups[1])] = cells.GetValueOrDefault((row.Groups[0], row.Groups[1])) + 1;
        if (!cells.Keys.Any(cell => cell.Label != unlabelled)) throw NoLabels();
        if (trainOnly.Count < training.TrainOnlySources.Count) output.Warn($"A source of {nameof(ClassifierTraining.TrainOnlySources)} "
            + $"({string.Join(", ", training.TrainOnlySources)}) has no document: check the values of '{training.SourceField}'.");
        bySource = training.Split != ClassifierSplit.Document && TryPartSources();
        if (!bySource && training.Split == ClassifierSplit.Source)
            throw new InsufficientDataException($"The sources cannot be split so that every label keeps training examples and {training.TestShare:P0} of the "
                + $"examples remain for testing: split by document, or add sources.");
        var selector = new StratifiedSelector(table, ToCandidate);
        selector.Survey(cancellationToken);
        if (selector.Strata.Count == 0) throw new InsufficientDataException("No training examples remain.");
        ulong[][] chosen = selector.Mark(selector.Select(Quotas(selector.Strata), cancellationToken));
        var counts = new Dictionary<(int, int), (long Train, long Test)>();
        long leaked = WriteParts(output, chosen, counts, cancellationToken, out string fingerprint);
        WriteSummary(output, counts, leaked, fingerprint);
        WarnOfBalance(output, counts, leaked);
    }

    private InsufficientDataException NoLabels() => new(cells.Count == 0 ? "The corpus has no documents to train on."
        : FormattableString.Invariant($"No document of {cells.Values.Sum()} has a label in '{training.Label}'. ") + table.Fields.Describe([training.Label]));

    /// <summary>Warns if less than a tenth of the examples is used. One rare label, perhaps a misspelt one, limits all others.</summary>
    private void WarnOfBalance(ShardOutput output, Dictionary<(int Label, int Source), (long Train, long Test)> counts, long leaked)
    {
        if (training.Balance == ClassifierBalance.None) return;
        long used = counts.Values.Sum(count => count.Train);
        long available = cells.Where(cell => cell.Key.Label != unlabelled).Sum(cell => cell.Value) - counts.Values.Sum(count => count.Test) - leaked;
        if (used >= MinBalancedShare * available) return;
        (int rarest, long examples) = counts.GroupBy(count => count.Key.Label).Select(label => (label.Key, label.Sum(count => count.Value.Train)))
            .Where(label => label.Item2 > 0).OrderBy(label => label.Item2).ThenBy(label => label.Key).First();
        output.Warn(string.Create(CultureInfo.InvariantCulture, $"Label '{table.GroupNames[0][rarest]}' has only {examples} examples to train on, and "
            + $"balancing left {used} of {available}: leave the label out if it is a mistake, raise {nameof(ClassifierTraining.BalanceRatio)} (now "
            + $"{training.BalanceRatio}), or set {nameof(ClassifierTraining.Balance)} to {ClassifierBalance.None}."));
    }

    /// <summary>
    /// Assigns sources to the test part in an order drawn by the seed until it is large enough. Skips a source if a label would have no training source
    /// left or the part would become too large.
    /// </summary>
    private bool TryPartSources()
    {
        var sources = cells.Where(cell => cell.Key.Label != unlabelled && !trainOnly.Contains(cell.Key.Source)).GroupBy(cell => cell.Key.Source)
            .ToDictionary(group => group.Key, group => group.ToDictionary(cell => cell.Key.Label, cell => cell.Value));
        double total = sources.Values.Sum(labels => labels.Values.Sum()), wanted = total * training.TestShare;
        var left = cells.Where(cell => cell.Key.Label != unlabelled).GroupBy(cell => cell.Key.Label).ToDictionary(group => group.Key, group => group.Count());
        double test = 0;
        testSources = [];
        foreach (int source in sources.Keys.OrderBy(source => SeededRandom.Create(training.Seed, "test-source", table.GroupNames[1][source]).NextUInt64())
            .ThenBy(source => source))
        {
            if (test >= wanted) break;
            Dictionary<int, long> labels = sources[source];
            long size = labels.Values.Sum();
            if (test + size > 1.5 * wanted || labels.Keys.Any(label => left[label] == 1)) continue;
            foreach (int label in labels.Keys) left[label]--;
            testSources.Add(source);
            test += size;
        }
        return test >= wanted / 2;
    }

    private bool IsTest(AnnotationRow row) => !trainOnly.Contains(row.Groups[1]) && IsDrawn(row);

    private bool IsDrawn(AnnotationRow row) => bySource ? testSources.Contains(row.Groups[1])
        : SeededRandom.Mix(SeededRandom.Mix(training.Seed + 1) ^ row.IdHash) < training.TestShare * ulong.MaxValue;

    /// <summary>Groups training examples by label and source, in an order drawn by seed and text.</summary>
    private Candidate ToCandidate(AnnotationRow row)
    {
        if (row.Groups[0] == unlabelled) return Candidate.Unrated;
        if (IsTest(row)) return Candidate.Excluded;
        return Candidate.Of(row.Groups[0], row.Groups[1], 0, training.Seed, row.IdHash);
    }

    private long[] Quotas(IReadOnlyList<Stratum> strata)
    {
        long[] all = [.. strata.Select(stratum => stratum.Documents)];
        if (training.Balance == ClassifierBalance.None) return all;
        IGrouping<int, int>[] labels = [.. Enumerable.Range(0, all.Length).GroupBy(i => strata[i].First)];
        long cap = (long)Math.Ceiling(labels.Min(label => label.Sum(i => all[i])) * training.BalanceRatio);
        foreach (IGrouping<int, int> label in labels)
        {
            int[] own = [.. label];
            long[] available = [.. own.Select(i => all[i])];
            long budget = Math.Min(cap, available.Sum());
            long[] shares = training.Balance == ClassifierBalance.Labels ? Selection.Quotas.Share(available, budget) : Selection.Quotas.Even(available, budget);
            for (int i = 0; i < own.Length; i++) all[own[i]] = shares[i];
        }
        return all;
    }

    private long WriteParts(ShardOutput output, ulong[][] chosen, Dictionary<(int, int), (long Train, long Test)> counts,
        CancellationToken cancellationToken, out string fingerprint)
    {
        using Stream train = output.CreateFile(TrainName), test = output.CreateFile(TestName);
        using var lines = new ShuffledLines(output.CreateScratchFolder());
        var hash = new XxHash128();
        var trained = new HashSet<ulong>();
        foreach ((AnnotationRow row, ReadOnlyMemory<byte> line) in Lines(cancellationToken))
        {
            if ((chosen[row.Shard][row.Record >> 6] >> (int)(row.Record & 63) & 1) == 0) continue;
            lines.Add(SeededRandom.Mix(SeededRandom.Mix(unchecked(training.Seed + 2)) ^ row.IdHash), StartOf(row), line.Span);
            trained.Add(row.IdHash);
            (long Train, long Test) count = counts.GetValueOrDefault((row.Groups[0], row.Groups[1]));
            counts[(row.Groups[0], row.Groups[1])] = count with { Train = count.Train + 1 };
        }
        lines.WriteTo(train, hash, cancellationToken);
        long leaked = 0;
        foreach ((AnnotationRow row, ReadOnlyMemory<byte> line) in Lines(cancellationToken))
        {
            if (row.Groups[0] == unlabelled || !IsTest(row)) continue;
            if (trained.Contains(row.IdHash))
            {
                leaked++;
                continue;
            }
            Put(test, row, line.Span, hash);
            (long Train, long Test) count = counts.GetValueOrDefault((row.Groups[0], row.Groups[1]));
            counts[(row.Groups[0], row.Groups[1])] = count with { Test = count.Test + 1 };
        }
        fingerprint = Convert.ToHexStringLower(hash.GetCurrentHash());
        return leaked;
    }

    private byte[] StartOf(AnnotationRow row) => Encoding.UTF8.GetBytes($"{training.Training.LabelPrefix}{table.GroupNames[0][row.Groups[0]]} ");

    private void Put(Stream output, AnnotationRow row, ReadOnlySpan<byte> line, XxHash128 hash)
    {
        byte[] label = StartOf(row);
        output.Write(label);
        output.Write(line);
        output.WriteByte((byte)'\n');
        hash.Append(label);
        hash.Append(line);
        hash.Append("\n"u8);
    }

    /// <summary>Reads rows and lines together; both are in the same order.</summary>
    private IEnumerable<(AnnotationRow Row, ReadOnlyMemory<byte> Line)> Lines(CancellationToken cancellationToken)
    {
        int open = -1;
        Stream? lines = null;
        byte[] length = new byte[sizeof(int)], buffer = [];
        try
        {
            foreach (AnnotationRow row in table.Rows(cancellationToken))
            {
                if (row.Shard != open)
                {
                    lines?.Dispose();
                    open = row.Shard;
                    lines = new BufferedStream(files.Files.OpenRead(files.Find(open, ExampleSink.LinesSuffix)!, FileReadPattern.Sequential), 1 << 16);
                }
                lines!.ReadExactly(length);
                int count = BinaryPrimitives.ReadInt32LittleEndian(length);
                if (buffer.Length < count) buffer = new byte[Math.Max(count, 2 * buffer.Length)];
                lines.ReadExactly(buffer.AsSpan(0, count));
                yield return (row, buffer.AsMemory(0, count));
            }
        }
        finally
        {
            lines?.Dispose();
        }
    }

    private void WriteSummary(ShardOutput output, Dictionary<(int, int), (long Train, long Test)> counts, long leaked, string fingerprint)
    {
        using var json = new Utf8JsonWriter(output.CreateFile(SummaryName));
        json.WriteStartObject();
        json.WriteString("data", fingerprint);
        json.WriteString("split", bySource ? "source" : "document");
        json.WriteNumber("unlabelled", cells.Where(cell => cell.Key.Label == unlabelled).Sum(cell => cell.Value));
        json.WriteNumber("leaked", leaked);
        json.WriteStartArray("examples");
        foreach (((int label, int source), long available) in cells.Where(cell => cell.Key.Label != unlabelled)
            .OrderBy(cell => cell.Key.Label).ThenBy(cell => cell.Key.Source))
        {
            (long train, long test) = counts.GetValueOrDefault((label, source));
            json.WriteStartObject();
            json.WriteString("label", table.GroupNames[0][label]);
            json.WriteString("source", table.GroupNames[1][source]);
            json.WriteNumber("available", available);
            json.WriteNumber("train", train);
            json.WriteNumber("test", test);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
