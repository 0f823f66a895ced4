using System.Reflection;
using DataCuration.Models;
using DataCuration.Synthesis;
using DataCuration.TestKit;
using DataCuration.Training;

namespace DataCuration.PackageTests.Fingerprints;

/// <summary>Resume compares fingerprints. If an option were missing from a fingerprint, a run could reuse the work of a different recipe.</summary>
public sealed class FingerprintCoverageTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Types whose options cannot be tried here, and why that leaves no gap.</summary>
    private static readonly Dictionary<string, string> NotTried = new(StringComparer.Ordinal)
    {
        ["ByteTokenEncoder"] = "one instance without options",
        ["HuggingFaceTokenizer"] = "read from files; its fingerprint is tested in DataCuration.Tokenization.Tests",
        ["TokenizerEncoder"] = "made from vocabulary files by factory methods; its fingerprint is tested in DataCuration.Tokenization.Tests",
    };

    private readonly FingerprintSamples samples = new();

    public void Dispose() => samples.Dispose();

    [Fact]
    public async Task Describe_EveryOptionOfEveryPublicType_ChangesTheFingerprint()
    {
        var coverage = new FingerprintCoverage(await samples.CreateAsync(TestContext.Current.CancellationToken));
        Type[] types = [.. Repository.Libraries.SelectMany(library => Assembly.Load(library).GetExportedTypes())
            .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && DescribesItself(type))];
        output.WriteLine(string.Join(", ", types.Select(type => type.Name)));
        foreach (Type type in types) coverage.Try(type);
        coverage.TryProperties(typeof(DecoderOptions), () => new DecoderOptions(), options => Parts(writer => ((DecoderOptions)options).Describe(writer)));
        coverage.TryProperties(typeof(TrainingOptions), () => new TrainingOptions(),
            options => Parts(writer => ((TrainingOptions)options).Describe(DecoderOptions.Tiny, writer)));
        coverage.TryProperties(typeof(LoraOptions), () => new LoraOptions(), options => Parts(((LoraOptions)options).Describe));
        coverage.TryProperties(typeof(DistillationOptions), () => new DistillationOptions(), options => Parts(((DistillationOptions)options).Describe));
        coverage.TryProperties(typeof(RephraseStyle), () => new RephraseStyle("a", "b"), style => Parts(((RephraseStyle)style).Describe));
        coverage.TryProperties(typeof(ExercisePrompt), () => new ExercisePrompt("a", "b"), prompt => Parts(((ExercisePrompt)prompt).Describe));
        output.WriteLine($"{types.Length} types, {coverage.Changed} options changed");
        Assert.True(types.Length >= 12, $"Only {types.Length} types were found.");
        Assert.True(coverage.Changed >= 60, $"Only {coverage.Changed} options were changed.");
        Assert.Equal(NotTried.Keys.Order(StringComparer.Ordinal), coverage.Unmakable.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(coverage.Uncovered, name => !FingerprintExceptions.Contains(name));
    }

    [Fact]
    public void Describe_PlantedForgottenOption_IsFound()
    {
        var coverage = new FingerprintCoverage(new SampleValues());
        coverage.Try(typeof(ForgetfulFilter));
        Assert.Equal(["ForgetfulFilter.Forgotten"], coverage.Uncovered);
        Assert.Equal(2, coverage.Changed);
    }

    private static bool DescribesItself(Type type)
    {
        if (typeof(IShardedSource).IsAssignableFrom(type) || typeof(IDocumentSink).IsAssignableFrom(type) || typeof(IDocumentExtractor).IsAssignableFrom(type)
                || typeof(ITokenEncoder).IsAssignableFrom(type))
            return true;
        for (Type? parent = type; parent is not null; parent = parent.BaseType)
            if (parent == typeof(Stage) || (parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(CorpusFit<>))) return true;
        return false;
    }

    private static string Parts(Action<FingerprintWriter> describe)
    {
        var writer = new FingerprintWriter();
        describe(writer);
        return string.Join('\n', writer.Parts);
    }

    /// <summary>The planted violation: one option is described, the other is forgotten.</summary>
    public sealed class ForgetfulFilter : DocumentFilter
    {
        public int Described { get; init; }

        public bool Forgotten { get; init; }

        protected override StageResult Evaluate(Document document, StageContext context) => StageResult.Keep;

        protected override void Describe(FingerprintWriter writer) => writer.Add(nameof(Described), Described);
    }
}
