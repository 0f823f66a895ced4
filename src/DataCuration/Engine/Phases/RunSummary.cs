using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration;

/// <summary>The phases of a run with their counts and times. The phases of a fit are shown under their fit.</summary>
public sealed record RunSummary
{
    /// <summary>The reports of the phases, in the order of their completion.</summary>
    public required IReadOnlyList<RunReport> Phases { get; init; }

    /// <summary>The wall time of the run in seconds: from the start of its first phase to the end of its last one, with the time between phases.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Formats the summary as JSON: <c>wall_seconds</c>, and <c>phases</c> with the form of <see cref="RunReport.ToJson"/>.</summary>
    /// <returns>Indented JSON.</returns>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("wall_seconds", WallSeconds);
            json.WriteStartArray("phases");
            foreach (RunReport phase in Phases)
            {
                using JsonDocument report = JsonDocument.Parse(RunReportJson.Write(phase));
                report.RootElement.WriteTo(json);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Formats the summary as a table: a line for the run, for each fit and for each phase.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Phases.Count} {(Phases.Count == 1 ? "phase" : "phases")} in {WallTime.Format(WallSeconds)}").AppendLine();
        IReadOnlyList<string> open = [];
        foreach (RunReport phase in Phases)
        {
            int common = 0;
            while (common < open.Count && common < phase.Fits.Count && open[common] == phase.Fits[common]) common++;
            for (int i = common; i < phase.Fits.Count; i++) text.Append(' ', 2 + 2 * i).AppendLine(phase.Fits[i]);
            open = phase.Fits;
            AppendPhase(text, phase);
        }
        return text.ToString();
    }

    private static void AppendPhase(StringBuilder text, RunReport phase)
    {
        string fit = phase.Fits.Count == 0 ? "" : phase.Fits[^1] + "/";
        string name = fit.Length > 0 && phase.Phase.StartsWith(fit, StringComparison.Ordinal) ? phase.Phase[fit.Length..] : phase.Phase;
        string label = new string(' ', 2 + 2 * phase.Fits.Count) + name;
        string time = phase.ReusedShards > 0 && phase.ReusedShards == phase.Shards.Count ? "found" : WallTime.Format(phase.RunSeconds ?? phase.WallSeconds);
        text.Append(CultureInfo.InvariantCulture, $"{label,-40} {time,10}");
        if (phase.Stages.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"  {phase.Records,12:N0} records  {phase.Kept,12:N0} kept")
                .Append(CultureInfo.InvariantCulture, $"  {phase.Dropped,12:N0} dropped  {phase.Faulted,8:N0} faulted");
        text.AppendLine();
    }
}
