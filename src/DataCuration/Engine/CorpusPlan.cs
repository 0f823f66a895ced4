using System.Collections.Immutable;

namespace DataCuration;

/// <summary>A corpus resolved to its shards: what a run works on.</summary>
internal sealed class CorpusPlan
{
    private CorpusPlan(Corpus corpus, ImmutableArray<PlannedShard> shards, ImmutableArray<string> sourceKeys,
        ImmutableArray<(string, ArtifactOrigin)> contents)
    {
        Corpus = corpus;
        Shards = shards;
        SourceKeys = sourceKeys;
        this.contents = contents;
    }

    /// <summary>For each branch, a hash of its source and of the content of its shards, with the parts that the hash stands for.</summary>
    private readonly ImmutableArray<(string Hash, ArtifactOrigin Files)> contents;

    public Corpus Corpus { get; }

    /// <summary>All shards, branch by branch.</summary>
    public ImmutableArray<PlannedShard> Shards { get; }

    /// <summary>For each branch, what a <see cref="KeepList"/> knows its source by: a hash of its options and of all its shards.</summary>
    public ImmutableArray<string> SourceKeys { get; }

    public static async Task<CorpusPlan> CreateAsync(Corpus corpus, CancellationToken cancellationToken)
    {
        var shards = ImmutableArray.CreateBuilder<PlannedShard>();
        var keys = ImmutableArray.CreateBuilder<string>();
        var contents = ImmutableArray.CreateBuilder<(string, ArtifactOrigin)>();
        var written = new WrittenFiles();
        foreach (CorpusBranch branch in corpus.Branches)
        {
            IReadOnlyList<SourceShard> listed = await branch.Source.ListShardsAsync(cancellationToken).ConfigureAwait(false);
            var writer = new FingerprintWriter();
            branch.Source.Describe(writer);
            foreach (SourceShard shard in listed) shard.Describe(writer);
            string key = writer.ToFingerprint();
            foreach (KeepStage keep in branch.Stages.OfType<KeepStage>()) keep.List.CheckSource(key, branch.Source);
            var content = new FingerprintWriter();
            branch.Source.Describe(content);
            int sourceParts = content.Parts.Count, shownParts = 0;
            for (int i = 0; i < listed.Count; i++)
            {
                var planned = new PlannedShard(branch, key, i, listed[i]) { Written = written.Find(listed[i]) };
                shards.Add(planned);
                planned.DescribeInput(content);
                if (i < ArtifactOrigin.MaxFiles) shownParts = content.Parts.Count;
            }
            var files = ImmutableArray.CreateRange(content.Parts.Take(Math.Max(sourceParts, shownParts)).Skip(sourceParts));
            if (listed.Count > ArtifactOrigin.MaxFiles)
                files = files.Add(new(ArtifactOrigin.CutName, listed.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            contents.Add((content.ToFingerprint(), new(ArtifactOrigin.InputFiles, files, ImmutableSortedDictionary<int, ArtifactOrigin>.Empty)));
            keys.Add(key);
        }
        return new(corpus, shards.ToImmutable(), keys.ToImmutable(), contents.ToImmutable());
    }

    /// <summary>Lets every stage check its counts over all shards.</summary>
    public void CheckCounts(RunReport report)
    {
        foreach (CorpusBranch branch in Corpus.Branches)
        {
            string[] names = [StageReport.ReadStage, .. WorkerState.StageNames(branch)];
            // Branches of the same stages have their counts together.
            int start = Enumerable.Range(0, Math.Max(0, report.Stages.Count - names.Length + 1))
                .FirstOrDefault(i => report.Stages.Skip(i).Take(names.Length).Select(stage => stage.Name).SequenceEqual(names, StringComparer.Ordinal)
                    && (i + names.Length == report.Stages.Count || report.Stages[i + names.Length].Name == StageReport.ReadStage), -1);
            for (int i = 1; i < names.Length && start >= 0; i++)
                if (branch.Stages[i - 1] is IPhaseCheck check) check.Check(report.Stages[start + i], report);
        }
    }

    public void DescribeRecipe(FingerprintWriter writer)
    {
        for (int i = 0; i < Corpus.Branches.Length; i++)
        {
            if (Corpus.Branches.Length > 1) writer.BeginScope($"branch.{i}");
            Corpus.Branches[i].Describe(writer);
            if (Corpus.Branches.Length > 1) writer.EndScope();
        }
    }

    /// <summary>Describes recipe and input: what an artifact fitted on this corpus depends on.</summary>
    public void DescribeContent(FingerprintWriter writer)
    {
        DescribeRecipe(writer);
        foreach ((string hash, ArtifactOrigin files) in contents) writer.Add("source_key", hash, files);
    }
}
