using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests;

public sealed class TargetEntityConformance : CorpusFitConformance<TargetEntities>
{
    protected override CorpusFit<TargetEntities> Create() => new SampleFit(4);

    protected override CorpusFit<TargetEntities> CreateOther() => new SampleFit(3);

    protected override string Fingerprint(TargetEntities artifact)
    {
        Assert.NotEmpty(artifact.Entities);
        return artifact.Fingerprint;
    }

    /// <summary>The conformance documents have no entities: this fit tags them first.</summary>
    private sealed class SampleFit(int most) : CorpusFit<TargetEntities>
    {
        protected override void Describe(FingerprintWriter writer) => new TargetEntityFit("entities") { MaxEntities = most }.AddTo(writer);

        protected override Task<TargetEntities> FitAsync(FitScope scope, CancellationToken cancellationToken) =>
            scope.FitAsync(scope.Corpus.Pipe(new Tagger()), new TargetEntityFit("entities") { MaxEntities = most }, cancellationToken);
    }

    private sealed class Tagger : DocumentTransform
    {
        protected override StageResult Transform(Document document, StageContext context) =>
            StageResult.Replace(document.With(new AnnotationKey<string>("entities"), $"entity {(char)('a' + document.Id.Length)}{document.Id[^1]}"));

        protected override void Describe(FingerprintWriter writer) => writer.Add("version", 1);
    }
}

public sealed class EntityPromptConformance : ShardedSourceConformance
{
    private static readonly TargetEntities Entities = new(9, Enumerable.Range(0, 6_000).Select(i => new TargetEntity($"entity {i}", 1)));

    protected override IShardedSource Create() => new EntityPromptSource(Entities) { Contexts = 2 };

    protected override IShardedSource CreateOther() => new EntityPromptSource(Entities) { Contexts = 3 };
}
