using System.Globalization;

namespace DataCuration.Synthesis;

/// <summary>Chooses the replay documents of a mix, in the order of their keys.</summary>
/// <param name="synthetic">The entries of the synthetic corpus.</param>
/// <param name="replay">The entries of the replay corpus.</param>
/// <param name="share">The share of replay tokens.</param>
internal sealed class ReplayChoice(PhaseFiles synthetic, PhaseFiles replay, double share)
{
    private const string TableName = "chosen";
    private const string ReportName = "mix.json";

    /// <summary>The memory of a sort of entries: 1.3 million of them are sorted at a time.</summary>
    private const long SortBytes = 64 << 20;

    /// <summary>The largest miss, as a part of the replay that was asked for, that needs no warning. Our choice.</summary>
    private const double QuietMiss = 0.25;

    /// <summary>Opens the chosen entries of a shard of the replay corpus, by the document's number; null if no document was chosen.</summary>
    public static RecordTablePart<MixEntry>? OpenShard(PhaseFiles choice, int shard)
    {
        using var table = new RecordTable<MixEntry>(choice, TableName);
        return shard < table.ShardCount ? table.OpenShard(shard) : null;
    }

    /// <summary>Reads the report of the choice.</summary>
    public static ReplayMixReport LoadReport(PhaseFiles choice) => ReplayMixReport.Load(choice.FindFile(ReportName)!, choice.Files);

    /// <summary>Writes the chosen entries of each shard, and the report.</summary>
    public void Write(ShardOutput output, CancellationToken cancellationToken)
    {
        (long documents, long tokens) = Count(synthetic, cancellationToken);
        (long allDocuments, long allTokens) = Count(replay, cancellationToken);
        ReplayMixReport report = new()
        {
            RequestedShare = share,
            SyntheticDocuments = documents,
            SyntheticTokens = tokens,
            AvailableReplayDocuments = allDocuments,
            AvailableReplayTokens = allTokens,
        };
        ExternalSort byKey = Sort(MixEntry.ByKey), byPlace = Sort(MixEntry.ByPlace);
        using RecordReader chosen = byPlace.Sort(() =>
            new ReplayChoiceReader(byKey.Sort(() => MixEntry.Read(replay), cancellationToken), report.WantedReplayTokens), cancellationToken);
        (documents, tokens) = (0, 0);
        RecordTableWriter<MixEntry>? table = null;
        for (long shard = -1; chosen.Read(); documents++)
        {
            MixEntry entry = chosen.Get<MixEntry>();
            if (entry.Shard != shard)
            {
                table?.Complete();
                table = new RecordTableWriter<MixEntry>(output, TableName, shard: (int)entry.Shard);
                shard = entry.Shard;
            }
            table!.Append(entry.Number, entry);
            tokens += entry.Tokens;
        }
        table?.Complete();
        report = report with { ReplayDocuments = documents, ReplayTokens = tokens };
        if (Warning(report) is { } warning) output.Warn(warning);
        using Stream file = output.CreateFile(ReportName);
        report.WriteJson(file);

        ExternalSort Sort(RecordOrder order) => new(output.CreateScratchFolder(), order)
        {
            RecordSize = MixEntry.Size,
            MemoryBytes = SortBytes,
            Warn = message => output.Warn(message),
        };
    }

    private static (long Documents, long Tokens) Count(PhaseFiles files, CancellationToken cancellationToken)
    {
        long documents = 0, tokens = 0;
        using PartitionReader entries = MixEntry.Read(files);
        for (; entries.Read(); documents++)
        {
            if ((documents & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            tokens += entries.Get<MixEntry>().Tokens;
        }
        return (documents, tokens);
    }

    private static string? Warning(ReplayMixReport report)
    {
        double missing = report.WantedReplayTokens - report.ReplayTokens;
        string needs = string.Create(CultureInfo.InvariantCulture, $"A replay share of {report.RequestedShare:P1} needs {report.WantedReplayTokens:N0} tokens");
        string measured = string.Create(CultureInfo.InvariantCulture, $"the measured share is {report.MeasuredShare:P2}");
        if (missing >= ReplayChoiceReader.Enough && report.ReplayDocuments == report.AvailableReplayDocuments)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{needs}, and the replay corpus has {report.AvailableReplayTokens:N0} in "
                + $"{report.AvailableReplayDocuments:N0} documents. All of it is in the mix, and {measured}. Add replay documents, or lower "
                + $"{nameof(ReplayMix.Share)}.");
        }
        if (Math.Abs(missing) <= QuietMiss * report.WantedReplayTokens) return null;
        return string.Create(CultureInfo.InvariantCulture, $"{needs}. The documents of the replay corpus are long for that: {report.ReplayTokens:N0} is the "
            + $"nearest that whole documents come to, and {measured}. Divide the replay documents, or mix more text at once.");
    }
}
