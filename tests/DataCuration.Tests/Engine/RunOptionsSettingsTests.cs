using System.ComponentModel;
using System.Globalization;

namespace DataCuration.Tests.Engine;

public sealed class RunOptionsSettingsTests
{
    [Fact]
    public void FromSettings_EveryOption_IsReadOrNamedAsOneOfTheProgram()
    {
        // The texts differ from the defaults, so that an option that is not read shows.
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [nameof(RunOptions.WorkDirectory)] = "elsewhere",
            [nameof(RunOptions.MaxParallelShards)] = "93",
            [nameof(RunOptions.Faults)] = "quarantine up to 0.25",
            [nameof(RunOptions.VerifyOutputs)] = "false",
            [nameof(RunOptions.Seed)] = "18446744073709551615",
            [nameof(RunOptions.Rank)] = "2",
            [nameof(RunOptions.WorldSize)] = "3",
            [nameof(RunOptions.PhaseTimeout)] = "1.02:03:04",
            [nameof(RunOptions.BatchDocuments)] = "7",
            [nameof(RunOptions.BatchBytes)] = "8000000000",
            [nameof(RunOptions.WindowBytes)] = "9000000000",
            [nameof(RunOptions.MaxDocumentChars)] = "10",
            [nameof(RunOptions.MaxRecordBytes)] = "11",
        };
        var defaults = new RunOptions();
        int read = 0;
        foreach (System.Reflection.PropertyInfo option in typeof(RunOptions).GetProperties().Where(property => property.CanWrite))
        {
            if (RunSettings.InCode.Contains(option.Name)) continue;
            string text = texts.GetValueOrDefault(option.Name)
                ?? (option.PropertyType.IsEnum ? Enum.GetNames(option.PropertyType).First(name => name != option.GetValue(defaults)!.ToString()) : "")!;
            RunOptions options = RunOptions.FromSettings([new(option.Name.ToUpperInvariant(), text)]);
            Assert.NotEqual(option.GetValue(defaults), option.GetValue(options));
            // Reading one option changes no other one.
            foreach (System.Reflection.PropertyInfo other in typeof(RunOptions).GetProperties().Where(property => property.CanWrite && property != option))
                Assert.Equal(other.GetValue(defaults), other.GetValue(options));
            read++;
        }
        Assert.True(read >= 14, $"Only {read} options were read.");
        Assert.Equal(FaultPolicy.Quarantine(0.25), RunOptions.FromSettings(texts.Where(pair => pair.Key == "Faults")).Faults);
        Assert.Equal(new TimeSpan(1, 2, 3, 4), RunOptions.FromSettings(texts.Where(pair => pair.Key == "PhaseTimeout")).PhaseTimeout);
    }

    [Theory]
    [InlineData("Quarantine", null, 0.01)]
    [InlineData(" quarantine  0.02 ", null, 0.02)]
    [InlineData("FAIL", null, 0)]
    [InlineData(null, "0.5", 0.5)]
    [InlineData(null, "0", 0)]
    [InlineData("quarantine", "1", 1)]
    [InlineData("quarantine 0.02", "0.02", 0.02)]
    public void FromSettings_Faults_AreReadFromTextAndSection(string? text, string? ratio, double expected)
    {
        // A section has a name and no text of its own.
        RunOptions options = RunOptions.FromSettings([new("Faults", text), new("faults:maxratio", ratio)], new RunOptions { Seed = 5 });
        Assert.Equal(expected, options.Faults.MaxRatio);
        Assert.Equal(5UL, options.Seed);
    }

    [Theory]
    [InlineData("MaxParalelShards", "2", "There is no setting 'MaxParalelShards'", "MaxParallelShards")]
    [InlineData("MaxParallelShards", "many", "'MaxParallelShards' is 'many'", "whole number of 32 bits")]
    [InlineData("MaxParallelShards", "2.5", "'MaxParallelShards' is '2.5'", "whole number")]
    [InlineData("MaxParallelShards", "3000000000", "'3000000000'", "32 bits")]
    [InlineData("MaxParallelShards", "0", "'MaxParallelShards' is '0'", "At least one worker")]
    [InlineData("Seed", "-1", "'Seed' is '-1'", "below 2^64")]
    [InlineData("BatchBytes", "", "'BatchBytes' is ''", "64 bits")]
    [InlineData("WhenChanged", "1", "'WhenChanged' is '1'", "Refuse, Remake")]
    [InlineData("VerifyOutputs", "perhaps", "'VerifyOutputs' is 'perhaps'", "true")]
    [InlineData("PhaseWait", "Waits", "'Waits'", "Wait, Exit")]
    [InlineData("PhaseTimeout", "30", "'PhaseTimeout' is '30'", "02:30:00")]
    [InlineData("Faults", "Quarantin", "'Quarantin' is not a fault policy", "quarantine 0.02")]
    [InlineData("Faults", "Quarantine 2", "'Quarantine 2' is not a fault policy", "at most 1")]
    [InlineData("Faults:MaxRatio", "2", "'Faults:MaxRatio' is '2'", "at most 1")]
    [InlineData("Faults:MaxRatio", "1,5", "'1,5'", "with a point")]
    [InlineData("Faults:Mode", "Quarantine", "There is no setting 'Faults:Mode'", "Faults:MaxRatio")]
    [InlineData("Progress", "console", "'Progress' cannot be given as text", "in code")]
    [InlineData("Files:Bucket", "a", "'Files:Bucket' cannot be given as text", "in code")]
    [InlineData("WorkDirectory", " ", "'WorkDirectory' is ' '", "work directory is needed")]
    public void FromSettings_WrongSetting_IsNamedWithWhatToDo(string name, string text, string problem, string advice)
    {
        string message = Assert.Throws<CurationException>(() => RunOptions.FromSettings([new(name, text)])).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromSettings_ContradictionsAndRepeats_Throw()
    {
        Assert.Contains("given twice", Assert.Throws<CurationException>(() => RunOptions.FromSettings([new("Seed", "1"), new("seed", "2")])).Message,
            StringComparison.Ordinal);
        Assert.Contains("another share", Assert.Throws<CurationException>(
            () => RunOptions.FromSettings([new("Faults", "fail"), new("Faults:MaxRatio", "0.1")])).Message, StringComparison.Ordinal);
        Assert.Contains("another share", Assert.Throws<CurationException>(
            () => RunOptions.FromSettings([new("Faults", "quarantine 0.2"), new("Faults:MaxRatio", "0.1")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FaultPolicy_TextAndConverter_RoundTrip()
    {
        TypeConverter converter = TypeDescriptor.GetConverter(typeof(FaultPolicy));
        Assert.True(converter.CanConvertFrom(typeof(string)));
        // The culture of the machine does not matter.
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        foreach (FaultPolicy policy in new[] { FaultPolicy.Fail, FaultPolicy.Quarantine(), FaultPolicy.Quarantine(1), FaultPolicy.Quarantine(1e-7) })
        {
            Assert.Equal(policy, FaultPolicy.Parse(policy.ToString()));
            Assert.Equal(policy, converter.ConvertFrom(null, comma, policy.ToString()));
        }
    }

    [Fact]
    public void FaultPolicy_With_ChecksTheRatioAndChangesNoOtherPolicy()
    {
        Assert.Equal(FaultPolicy.Quarantine(0.5), FaultPolicy.Fail with { MaxRatio = 0.5 });
        Assert.Equal(FaultPolicy.Fail, FaultPolicy.Quarantine(0.5) with { MaxRatio = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => FaultPolicy.Fail with { MaxRatio = double.NaN });
        // A binder writes into the object that it finds.
        typeof(FaultPolicy).GetProperty(nameof(FaultPolicy.MaxRatio))!.SetValue(new RunOptions().Faults, 0.5);
        Assert.Equal(0, FaultPolicy.Fail.MaxRatio);
        Assert.Equal(FaultPolicy.Fail, new RunOptions().Faults);
    }
}
