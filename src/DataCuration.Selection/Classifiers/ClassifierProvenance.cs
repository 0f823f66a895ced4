using System.Reflection;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>Writes the provenance of a model as JSON.</summary>
internal static class ClassifierProvenance
{
    public static void Write(Stream output, ClassifierTraining training, string fingerprint, PhaseFiles parts, ClassifierEvaluation evaluation,
        ScoreAgreement? scores)
    {
        using JsonDocument summary = JsonDocument.Parse(parts.Files.ReadAllBytes(parts.Find(0, ExampleSplitter.SummaryName)!));
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("model", fingerprint);
        json.WriteString("library", typeof(ClassifierProvenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        foreach (JsonProperty property in summary.RootElement.EnumerateObject()) property.WriteTo(json);
        json.WriteNumber("seed", training.Seed);
        json.WriteNumber("test_share", training.TestShare);
        json.WriteString("balance", training.Balance.ToString());
        json.WriteNumber("balance_ratio", training.BalanceRatio);
        json.WriteStartObject("training");
        foreach ((string name, string? value) in TrainingDescription.List(training.Training)) json.WriteString(name, value);
        json.WriteEndObject();
        json.WritePropertyName("evaluation");
        evaluation.WriteJson(json);
        if (scores is not null)
        {
            json.WritePropertyName("scores");
            scores.WriteJson(json);
        }
        json.WriteEndObject();
    }
}
