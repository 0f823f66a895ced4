using System.Buffers.Binary;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>The sources of one partition with their texts.</summary>
/// <param name="leastCount">The number of least covered sources to keep.</param>
internal sealed class CoveragePart(int leastCount)
{
    private readonly Dictionary<ulong, State> states = [];

    /// <summary>Adds the records of a partition. Sources come before texts.</summary>
    public void Read(Partitions records, int partition, CancellationToken cancellationToken)
    {
        using PartitionReader reader = records.Read(partition);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            ulong source = BinaryPrimitives.ReadUInt64LittleEndian(reader.Record);
            if (!states.TryGetValue(source, out State? state)) states.Add(source, state = new State());
            state.Add((CoverageItem)reader.Record[sizeof(ulong)], reader.Record[CoverageSink.HeadSize..]);
        }
    }

    /// <summary>Returns the report of the partition.</summary>
    public SourceCoverageReport Build()
    {
        SourceCoverage[] known = [.. states.Values.Where(state => state.Id is not null).Select(state => state.ToCoverage())];
        return new SourceCoverageReport
        {
            Sources = known.Length,
            SourcesWithoutTexts = known.Count(source => source.Texts == 0),
            TextsWithoutSource = states.Values.Where(state => state.Id is null).Sum(state => state.Texts),
            Total = Sum(known.OrderBy(source => source.Id, StringComparer.Ordinal)),
            Least = [.. LeastOf(known, leastCount)],
        };
    }

    /// <summary>Joins the reports of all partitions.</summary>
    public static SourceCoverageReport Join(IEnumerable<SourceCoverageReport> parts, int leastCount)
    {
        SourceCoverageReport[] all = [.. parts];
        return new SourceCoverageReport
        {
            Sources = all.Sum(part => part.Sources),
            SourcesWithoutTexts = all.Sum(part => part.SourcesWithoutTexts),
            TextsWithoutSource = all.Sum(part => part.TextsWithoutSource),
            Total = Sum(all.Select(part => part.Total)),
            Least = [.. LeastOf(all.SelectMany(part => part.Least), leastCount)],
        };
    }

    private static IEnumerable<SourceCoverage> LeastOf(IEnumerable<SourceCoverage> sources, int count) =>
        sources.OrderBy(source => source.WordShare).ThenBy(source => source.Id, StringComparer.Ordinal).Take(count);

    private static SourceCoverage Sum(IEnumerable<SourceCoverage> sources)
    {
        var sum = new SourceCoverage { Id = "" };
        double verbatim = 0;
        foreach (SourceCoverage source in sources)
        {
            verbatim += source.MeanVerbatim * source.Tokens;
            sum = sum with
            {
                Texts = sum.Texts + source.Texts,
                Tokens = sum.Tokens + source.Tokens,
                Words = sum.Words + source.Words,
                CoveredWords = sum.CoveredWords + source.CoveredWords,
                Entities = sum.Entities + source.Entities,
                CoveredEntities = sum.CoveredEntities + source.CoveredEntities,
                MaxVerbatim = Math.Max(sum.MaxVerbatim, source.MaxVerbatim),
            };
        }
        return sum with { MeanVerbatim = sum.Tokens == 0 ? 0 : verbatim / sum.Tokens };
    }

    /// <summary>One source and its texts so far.</summary>
    private sealed class State
    {
        private readonly HashSet<ulong> words = [];
        private readonly HashSet<ulong> covered = [];
        private readonly HashSet<ulong> entities = [];
        private readonly HashSet<ulong> used = [];
        private long tokens;
        private double verbatim;
        private double maxVerbatim;

        public string? Id { get; private set; }

        public long Texts { get; private set; }

        public void Add(CoverageItem kind, ReadOnlySpan<byte> content)
        {
            switch (kind)
            {
                case CoverageItem.Source:
                    Id = Encoding.UTF8.GetString(content);
                    break;
                case CoverageItem.Text:
                    Texts++;
                    long own = BinaryPrimitives.ReadInt64LittleEndian(content);
                    double share = BinaryPrimitives.ReadDoubleLittleEndian(content[sizeof(long)..]);
                    tokens += own;
                    verbatim += share * own;
                    maxVerbatim = Math.Max(maxVerbatim, share);
                    break;
                default:
                    ulong hash = BinaryPrimitives.ReadUInt64LittleEndian(content);
                    HashSet<ulong> set = kind switch
                    {
                        CoverageItem.SourceWord => words,
                        CoverageItem.ListedEntity => entities,
                        CoverageItem.UsedEntity => used,
                        _ => covered,
                    };
                    // Words of texts that are not in the source do not matter. Sources are read first.
                    if (set != covered || words.Contains(hash)) set.Add(hash);
                    break;
            }
        }

        public SourceCoverage ToCoverage() => new()
        {
            Id = Id!,
            Texts = Texts,
            Tokens = tokens,
            Words = words.Count,
            CoveredWords = covered.Count,
            Entities = entities.Count,
            CoveredEntities = used.Count(entities.Contains),
            MeanVerbatim = tokens == 0 ? 0 : verbatim / tokens,
            MaxVerbatim = maxVerbatim,
        };
    }
}
