using System.Text;
using Microsoft.Extensions.Configuration;

namespace DataCuration.Extensibility.Tests;

/// <summary>Options from Microsoft.Extensions.Configuration: read, or refused, but never dropped.</summary>
public sealed class ConfigurationTests
{
    private static IConfigurationSection Section(string json, params string[] arguments) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Curation": {{json}} }"""))).AddCommandLine(arguments).Build()
        .GetRequiredSection("Curation");

    private static RunOptions Read(string json, params string[] arguments) =>
        RunOptions.FromSettings(Section(json, arguments).AsEnumerable(makePathsRelative: true), new RunOptions { Rank = 1, WorldSize = 2 });

    private static RunOptions Bind(string json) => Section(json).Get<RunOptions>(binder => binder.ErrorOnUnknownConfiguration = true)!;

    [Fact]
    public void FromSettings_Section_IsReadWithItsOverrides()
    {
        RunOptions options = Read("""{ "WorkDirectory": "out", "Faults": { "MaxRatio": 0.05 }, "Seed": 17, "PhaseTimeout": "02:30:00", "BatchBytes": 1000 }""",
            "--Curation:Seed", "18");
        Assert.Equal(("out", 0.05, 18UL, new TimeSpan(2, 30, 0), 1_000L), (options.WorkDirectory, options.Faults.MaxRatio, options.Seed, options.PhaseTimeout,
            options.BatchBytes));
        Assert.Equal((1, 2), (options.Rank, options.WorldSize));
        Assert.Equal(0.01, Read("""{ "Faults": "Quarantine" }""").Faults.MaxRatio);
        Assert.Equal(0.5, Read("""{ "Faults": "Quarantine" }""", "--Curation:Faults:MaxRatio", "0.5").Faults.MaxRatio);
    }

    [Theory]
    [InlineData("""{ "Fault": "Quarantine" }""", "'Fault'")]
    [InlineData("""{ "Faults": { "Ratio": 0.05 } }""", "'Faults:Ratio'")]
    [InlineData("""{ "Faults": [ "Quarantine" ] }""", "'Faults:0'")]
    [InlineData("""{ "Seed": 1.5 }""", "'1.5'")]
    [InlineData("""{ "Progress": true }""", "'Progress'")]
    [InlineData("""{ "Nested": { "Seed": 1 } }""", "'Nested:Seed'")]
    public void FromSettings_SectionThatCannotBeUsed_Throws(string json, string named) =>
        Assert.Contains(named, Assert.Throws<CurationException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "Faults": "Quarantine" }""", 0.01)]
    [InlineData("""{ "Faults": "quarantine 0.02" }""", 0.02)]
    [InlineData("""{ "Faults": { "MaxRatio": 0.05 } }""", 0.05)]
    [InlineData("""{ "Faults": "Fail" }""", 0)]
    public void Binder_Faults_AreBound(string json, double expected)
    {
        Assert.Equal(expected, Bind(json).Faults.MaxRatio);
        var bound = new RunOptions();
        Section(json).Bind(bound);
        Assert.Equal(expected, bound.Faults.MaxRatio);
        // Binding one object changes no other one.
        Assert.Equal(0, new RunOptions().Faults.MaxRatio);
    }

    [Theory]
    [InlineData("""{ "Faults": "Quarantin" }""")]
    [InlineData("""{ "Faults": { "MaxRatio": 2 } }""")]
    [InlineData("""{ "Faults": { "Ratio": 0.05 } }""")]
    [InlineData("""{ "MaxParallelShards": 0 }""")]
    [InlineData("""{ "MaxParalelShards": 2 }""")]
    [InlineData("""{ "WhenChanged": "Sometimes" }""")]
    [InlineData("""{ "Progress": { "Kind": "console" } }""")]
    [InlineData("""{ "Progress": "console" }""")]
    [InlineData("""{ "Files": "s3" }""")]
    public void Binder_SectionThatCannotBeUsed_Throws(string json) => Assert.ThrowsAny<Exception>(() => Bind(json));
}
