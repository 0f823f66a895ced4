using System.Globalization;

namespace DataCuration.Synthesis;

/// <summary>One part of a mix: its documents of both corpora, in memory as lines.</summary>
/// <param name="synthetic">The files of the synthetic corpus.</param>
/// <param name="replay">The files of the replay corpus.</param>
/// <param name="part">The part's number.</param>
/// <param name="share">The share of replay tokens.</param>
internal sealed class MixPart(PhaseFiles synthetic, PhaseFiles replay, int part, double share)
{
    private readonly record struct Line(MixRecord Record, byte[] Text, int Start, int Length);

    /// <summary>
    /// Writes the part: all synthetic lines in order, and a replay line whenever the share of replay would otherwise stay too low. At the end the share is
    /// met to within one document.
    /// </summary>
    public ReplayMixReport Write(ShardOutput output, CancellationToken cancellationToken)
    {
        List<Line> own = Read(synthetic, cancellationToken), general = Read(replay, cancellationToken);
        ReplayMixReport report = new()
        {
            RequestedShare = share,
            AvailableReplayDocuments = general.Count,
            AvailableReplayTokens = general.Sum(line => line.Record.Tokens),
        };
        if (own.Count == 0) return report;
        using Stream file = output.CreateFile(output.Name + ".jsonl");
        int next = 0;
        foreach (Line line in own)
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.Write(line.Text, line.Start, line.Length);
            report = report with
            {
                SyntheticDocuments = report.SyntheticDocuments + 1,
                SyntheticTokens = report.SyntheticTokens + line.Record.Tokens,
            };
            double wanted = report.SyntheticTokens * share / (1 - share);
            // A document is added if at least half of it is missing: rounding to the nearest document keeps the share right on average.
            for (; next < general.Count && wanted - report.ReplayTokens >= Math.Max(1, general[next].Record.Tokens) / 2.0; next++)
            {
                file.Write(general[next].Text, general[next].Start, general[next].Length);
                report = report with
                {
                    ReplayDocuments = report.ReplayDocuments + 1,
                    ReplayTokens = report.ReplayTokens + general[next].Record.Tokens,
                };
            }
        }
        return report;
    }

    /// <summary>Reads the part's lines of all shards, in the order of their keys. Equal keys keep the order of the corpus.</summary>
    private List<Line> Read(PhaseFiles files, CancellationToken cancellationToken)
    {
        var lines = new List<Line>();
        var shards = new Dictionary<int, (byte[] Text, int At)>();
        using PartitionReader records = new Partitions(files, MixSink.RecordName).Read(part);
        while (records.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            int shard = records.Shard;
            if (!shards.TryGetValue(shard, out (byte[] Text, int At) open)) open = (Load(files, shard), 0);
            int length = open.Text.AsSpan(open.At).IndexOf((byte)'\n') + 1;
            if (length == 0) throw new InvalidDataException($"Part {part} of shard {shard} has fewer lines than records in '{files.Folder}'.");
            lines.Add(new Line(records.Get<MixRecord>(), open.Text, open.At, length));
            shards[shard] = (open.Text, open.At + length);
        }
        return [.. lines.OrderBy(line => line.Record.Key)];
    }

    private byte[] Load(PhaseFiles files, int shard)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{MixSink.FolderOf(part)}/part-{shard:D5}.jsonl");
        string path = files.FindFile(name) ?? throw new InvalidDataException($"'{name}' is missing in '{files.Folder}'.");
        return files.Files.ReadAllBytes(path);
    }
}
