using System.Globalization;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests;

public sealed class ExactDeduplicationConformanceTests : CorpusFitConformance<KeepList>
{
    protected override CorpusFit<KeepList> Create() => new ExactDeduplication { Key = ExactKey.Normalized(TextForm.Simplified), Partitions = 1 };

    protected override CorpusFit<KeepList> CreateOther() => new ExactDeduplication { Partitions = 1 };

    protected override string Fingerprint(KeepList artifact) => $"{artifact.KeptCount} {artifact.Fingerprint}";
}

public sealed class ExactIndexConformanceTests : CorpusFitConformance<ExactIndex>
{
    protected override CorpusFit<ExactIndex> Create() => new ExactIndexFit { Partitions = 1 };

    protected override CorpusFit<ExactIndex> CreateOther() => new ExactIndexFit { Key = ExactKey.Normalized(TextForm.Simplified), Partitions = 1 };

    protected override string Fingerprint(ExactIndex artifact) => artifact.Fingerprint;
}

public sealed class MinHashDeduplicationConformanceTests : CorpusFitConformance<KeepList>
{
    internal static MinHashParameters Small { get; } = new() { Shingles = new ShingleOptions { Unit = ShingleUnit.Characters, Size = 4 }, Bands = 2, Rows = 3 };

    protected override CorpusFit<KeepList> Create() => new MinHashDeduplication { Parameters = Small, PartitionsPerBand = 1, EdgeTasks = 1 };

    protected override CorpusFit<KeepList> CreateOther() =>
        new MinHashDeduplication { Parameters = Small, PartitionsPerBand = 1, EdgeTasks = 1, MinSimilarity = 0.9 };

    protected override string Fingerprint(KeepList artifact) =>
        $"{artifact.KeptCount} {string.Join(' ', artifact.ReadRecords().Select(record => record.Record))}";
}

public sealed class MinHashIndexConformanceTests : CorpusFitConformance<MinHashIndex>
{
    protected override CorpusFit<MinHashIndex> Create() =>
        new MinHashIndexFit { Parameters = MinHashDeduplicationConformanceTests.Small, PartitionsPerBand = 1 };

    protected override CorpusFit<MinHashIndex> CreateOther() =>
        new MinHashIndexFit { Parameters = MinHashDeduplicationConformanceTests.Small with { Rows = 2 }, PartitionsPerBand = 1 };

    protected override string Fingerprint(MinHashIndex artifact) => artifact.Fingerprint;
}

public sealed class SimHashDeduplicationConformanceTests : CorpusFitConformance<KeepList>
{
    // The documents differ in a number, which is 0 in the normal form.
    private static readonly SimHashParameters Parameters = new() { Shingles = new ShingleOptions { Unit = ShingleUnit.SimplifiedWords, Size = 1 } };

    protected override CorpusFit<KeepList> Create() => new SimHashDeduplication { Parameters = Parameters, Partitions = 1, EdgeTasks = 1 };

    protected override CorpusFit<KeepList> CreateOther() =>
        new SimHashDeduplication
        {
            Parameters = Parameters with
            {
                Shingles = new ShingleOptions { Unit = ShingleUnit.Words, Size = 1 },
                MaxDistance = 0,
                Blocks = 1
            },
            Partitions = 1,
            EdgeTasks = 1
        };

    protected override string Fingerprint(KeepList artifact) =>
        string.Join(' ', artifact.ReadRecords().Select(record => record.Record.ToString(CultureInfo.InvariantCulture)));
}

public sealed class DatatroveMinHashConformanceTests : CorpusFitConformance<KeepList>
{
    protected override CorpusFit<KeepList> Create() =>
        new DatatroveMinHashDeduplication { BandTasks = 1, Parameters = MinHashDeduplicationConformanceTests.Small };

    protected override CorpusFit<KeepList> CreateOther() =>
        new DatatroveMinHashDeduplication { BandTasks = 1, Parameters = MinHashDeduplicationConformanceTests.Small with { Rows = 6 } };

    protected override string Fingerprint(KeepList artifact) => string.Join(' ', artifact.ReadRecords().Select(record => record.Record));
}
