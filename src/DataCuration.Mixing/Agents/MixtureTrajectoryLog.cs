using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>
/// The file of a trajectory: JSON lines, a header with the names of sources and policy, and a line for each step. Each line has a hash of itself and is on
/// the disk before <see cref="Append"/> returns; a line that a kill has cut is removed when the file is opened again.
/// </summary>
public sealed class MixtureTrajectoryLog : IDisposable
{
    private const int FormatVersion = 1;
    private readonly CheckedLines file;
    private readonly List<MixtureStep> steps;
    private readonly string[] sources;

    private MixtureTrajectoryLog(CheckedLines file, List<MixtureStep> steps, string[] sources)
    {
        this.file = file;
        this.steps = steps;
        this.sources = sources;
    }

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<MixtureStep> Steps => steps;

    /// <summary>Opens or creates a log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sources">The names of the sources.</param>
    /// <param name="policy">The policy's name.</param>
    /// <exception cref="ResumeMismatchException">The log has other sources, or is of another policy.</exception>
    /// <exception cref="InvalidDataException">A line is damaged, or is not one of a log. The file is not changed.</exception>
    public static MixtureTrajectoryLog Open(string path, IReadOnlyList<string> sources, string policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentException.ThrowIfNullOrEmpty(policy);
        CheckedLines file = CheckedLines.Open(path, json => WriteHeader(json, sources, policy), out List<ReadOnlyMemory<byte>> lines);
        try
        {
            if (lines.Count == 0) return new(file, [], [.. sources]);
            (string[] known, string by, List<MixtureStep> steps) = Parse(path, lines);
            if (!known.SequenceEqual(sources, StringComparer.Ordinal))
                throw new ResumeMismatchException($"'{path}' has the sources {string.Join(", ", known)}, and not {string.Join(", ", sources)}.");
            if (by != policy) throw new ResumeMismatchException($"'{path}' is of the policy '{by}', and not of '{policy}'. Choose another file.");
            return new(file, steps, known);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a log.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">A line is damaged or not one of a log, or there is no step.</exception>
    public static MixtureTrajectory Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<ReadOnlyMemory<byte>> lines = CheckedLines.Read(path);
        List<MixtureStep> steps = lines.Count == 0 ? [] : Parse(path, lines).Steps;
        return steps.Count > 0 ? new(steps) : throw new InvalidDataException($"'{path}' has no step.");
    }

    /// <summary>Appends a step.</summary>
    /// <param name="step">The step after the last one.</param>
    /// <exception cref="ArgumentException">The step has another number, other sources or other scores, or a score is not finite.</exception>
    public void Append(MixtureStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        MixtureTrajectory.Check(step, steps.Count, steps.Count == 0 ? null : steps[0]);
        if (!step.Weights.Names.SequenceEqual(sources, StringComparer.Ordinal))
            throw new ArgumentException($"The log has the sources {string.Join(", ", sources)}, and the step {string.Join(", ", step.Weights.Names)}.",
                nameof(step));
        file.Append(json =>
        {
            json.WriteNumber("step", step.Step);
            json.WriteStartArray("weights");
            foreach (double weight in step.Weights.Weights) json.WriteNumberValue(weight);
            json.WriteEndArray();
            json.WriteStartObject("feedback");
            foreach ((string name, double score) in step.Feedback.OrderBy(one => one.Key, StringComparer.Ordinal)) json.WriteNumber(name, score);
            json.WriteEndObject();
        });
        steps.Add(step);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private static void WriteHeader(Utf8JsonWriter json, IReadOnlyList<string> sources, string policy)
    {
        json.WriteNumber("version", FormatVersion);
        json.WriteString("policy", policy);
        json.WriteStartArray("sources");
        foreach (string source in sources) json.WriteStringValue(source);
        json.WriteEndArray();
    }

    private static (string[] Sources, string Policy, List<MixtureStep> Steps) Parse(string path, List<ReadOnlyMemory<byte>> lines)
    {
        int number = 1;
        try
        {
            using JsonDocument header = JsonDocument.Parse(lines[0]);
            int version = header.RootElement.GetProperty("version").GetInt32();
            if (version != FormatVersion) throw new InvalidDataException($"'{path}' has version {version}; this library reads {FormatVersion}.");
            string[] sources = [.. header.RootElement.GetProperty("sources").EnumerateArray().Select(source => source.GetString() ?? "")];
            var steps = new List<MixtureStep>();
            foreach (ReadOnlyMemory<byte> line in lines.Skip(1))
            {
                number++;
                using JsonDocument document = JsonDocument.Parse(line);
                JsonElement root = document.RootElement;
                var step = new MixtureStep
                {
                    Step = root.GetProperty("step").GetInt32(),
                    Weights = new(sources, [.. root.GetProperty("weights").EnumerateArray().Select(weight => weight.GetDouble())]),
                    Feedback = root.GetProperty("feedback").EnumerateObject()
                        .ToDictionary(score => score.Name, score => score.Value.GetDouble(), StringComparer.Ordinal),
                };
                MixtureTrajectory.Check(step, steps.Count, steps.Count == 0 ? null : steps[0]);
                steps.Add(step);
            }
            return (sources, header.RootElement.GetProperty("policy").GetString() ?? "", steps);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"Line {number} of '{path}' is not one of a trajectory: {e.Message}", e);
        }
    }
}
