using System.Reflection;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Stages;

/// <summary>
/// Rules for every stage of the package. A new stage needs a place in <see cref="StageList"/>, and a filter a case in <see cref="ThresholdCases"/>.
/// </summary>
public sealed class StageTests
{
    private static readonly Type[] Types =
        [.. typeof(RuleFilter).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(Stage).IsAssignableFrom(type))];

    public static TheoryData<string> Cases => [.. ThresholdCases.All.Select(one => one.Name)];

    [Fact]
    public void Types_OfThePackage_AreListedAsStagesAndHaveThresholdCases()
    {
        Assert.True(Types.Length > 90, $"Only {Types.Length} stages were found.");
        Assert.Empty(Missing(Types, StageList.All.Select(one => one.Make())));
        Type[] filters = [.. Types.Except(StageList.Editors.Select(make => make().GetType()))];
        Assert.True(filters.Length > 65, $"Only {filters.Length} filters were found.");
        Assert.Empty(Missing(filters, ThresholdCases.All.Select(one => one.Make())));
        // Filters by their base class that are listed as editors: two rules of DCLM, which remove and never drop.
        Assert.Equal([nameof(DclmNewlines), nameof(DclmPageDeduplication)],
            Types.Except(filters).Where(typeof(DocumentFilter).IsAssignableFrom).Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.Equal([nameof(RegexFilter)], Missing(filters, ThresholdCases.All.Where(one => one.Name != "expression").Select(one => one.Make())));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_OneUnitBeyondTheLimit_DropsWithThePeersReason(string name)
    {
        ThresholdCase one = ThresholdCases.All.Single(other => other.Name == name);
        using var calls = new StageCalls(one.Make());
        Assert.Null(calls.Apply(one.Kept).Reason);
        Assert.Equal(one.Reason, calls.Apply(one.Dropped).Reason);
    }

    [Fact]
    public void Evaluate_LimitsAtTheMeasuredValue_KeepAndNextToItDrop()
    {
        int compared = 0;
        foreach (ThresholdCase one in ThresholdCases.All)
        {
            if (one.Make() is not (NemoFilter or JuicerFilter)) continue;
            double value = Measure(Make(one, (nameof(RuleFilter.Annotates), true)), one.Dropped);
            Assert.Null(Decide(one, ("Min", value)));
            Assert.Null(Decide(one, ("Max", value)));
            Assert.NotNull(Decide(one, ("Min", Math.BitIncrement(value))) ?? NoLimit(one, "Min"));
            if (value > 0) Assert.NotNull(Decide(one, ("Max", Math.BitDecrement(value))) ?? NoLimit(one, "Max"));
            compared++;
        }
        Assert.True(compared > 35, $"Only {compared} filters were compared.");
    }

    [Fact]
    public void NemoRepetition_MadeTexts_DecidesAsTheSingleFilters()
    {
        double[] limits = [0.20, 0.18, 0.16, 0.15, 0.14, 0.13, 0.12, 0.11, 0.10]; // Gopher, table A1
        StageCalls[] single = [.. limits.Select((limit, i) => new StageCalls(i < 3 ? new NemoTopNGramFilter { Length = i + 2, Max = limit }
            : new NemoDuplicateNGramFilter { Length = i + 2, Max = limit }))];
        using var all = new StageCalls(new NemoRepetitionFilter());
        var random = new SeededRandom(12);
        var seen = new HashSet<string?>();
        for (int round = 0; round < 400; round++)
        {
            // A run of words, and once more within others: how long both are decides which limit is passed first.
            int run = 2 + (round % 11), others = run + (int)random.NextInt64(14 * run);
            string repeated = Peers.PeerCases.Words(run, 1_000 * round % 7_000);
            string text = $"{repeated} {Peers.PeerCases.Words(others, 8_000)} {repeated}";
            string? expected = single.Select(one => one.Apply(text).Reason).FirstOrDefault(reason => reason is not null);
            Assert.Equal(expected, all.Apply(text).Reason);
            seen.Add(expected);
        }
        foreach (StageCalls one in single) one.Dispose();
        Assert.True(seen.Count >= 6, string.Join(", ", seen));
    }

    private static string[] Missing(IEnumerable<Type> types, IEnumerable<Stage> stages) =>
        [.. types.Except(stages.Select(stage => stage.GetType())).Select(type => type.Name).Order(StringComparer.Ordinal)];

    private static string? Decide(ThresholdCase one, (string Name, object Value) limit)
    {
        using var calls = new StageCalls(Make(one, ("Min", 0.0), ("Max", double.MaxValue), limit));
        return calls.Apply(one.Dropped).Reason;
    }

    /// <summary>A text for a filter that has no such limit; null otherwise.</summary>
    private static string? NoLimit(ThresholdCase one, string limit) => one.Make().GetType().GetProperty(limit) is null ? "no such limit" : null;

    private static double Measure(SynchronousStage filter, Document document)
    {
        using var calls = new StageCalls(filter);
        StageResult result = calls.Apply(document);
        string prefix = ((RuleFilter)filter).Prefix, measure = filter is NemoFilter ? "score" : prefix["juicer_".Length..];
        return (result.Document ?? result.DroppedDocument)!.Get(new AnnotationKey<double>($"{prefix}.{measure}"));
    }

    /// <summary>Makes a case's filter with other options; those that it does not have are left out.</summary>
    internal static SynchronousStage Make(ThresholdCase one, params (string Name, object Value)[] options) => With(one.Make(), options);

    /// <summary>Sets options of a stage, which are init-only.</summary>
    internal static SynchronousStage With(SynchronousStage stage, params (string Name, object Value)[] options)
    {
        foreach ((string name, object value) in options) stage.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.SetValue(stage, value);
        return stage;
    }
}
