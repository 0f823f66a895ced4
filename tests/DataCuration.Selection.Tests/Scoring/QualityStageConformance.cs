using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

/// <summary>The rater passes the tests for stages.</summary>
public sealed class QualityRaterConformance : StageConformance
{
    protected override Stage Create() => new QualityRater(new FakeScorer(["a", "b"]), "a");

    protected override Stage CreateOther() => new QualityRater(new FakeScorer(["a", "b"]), "b");

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 40).Select(i => new Document($"d{i}", i % 5 == 0 ? "unknown" : $"0.{i} 0.5"));
}

/// <summary>The tagger passes the tests for stages.</summary>
public sealed class DomainTaggerConformance : StageConformance
{
    protected override Stage Create() => new DomainTagger(new FakeScorer(["a", "b"]));

    protected override Stage CreateOther() => new DomainTagger(new FakeScorer(["a", "b"])) { Count = 2 };

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 40).Select(i => new Document($"d{i}", i % 5 == 0 ? "unknown" : $"0.{i} 0.5"));
}

/// <summary>The sampling filter passes the tests for stages.</summary>
public sealed class ParetoSamplingConformance : StageConformance
{
    protected override Stage Create() => new ParetoSampling("score");

    protected override Stage CreateOther() => new ParetoSampling("score") { Alpha = 3 };

    protected override IEnumerable<Document> Documents() =>
        Enumerable.Range(0, 60).Select(i => new Document($"d{i}", $"text {i}").With(new AnnotationKey<double>("score"), i / 60.0));
}
