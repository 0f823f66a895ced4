using System.Globalization;
using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>
/// The scores of a search on disk. The first line names the sources and has the fingerprint of what scores depend on; each other line is a mixture and its
/// score, in the order in which they were measured.
/// </summary>
internal sealed class MixtureJournal : IDisposable
{
    private const int FormatVersion = 1;
    private readonly CheckedLines file;
    private readonly Dictionary<(int Iteration, int Index), (double[] Weights, double Score)> known = [];
    private readonly string path;

    private MixtureJournal(CheckedLines file, string path)
    {
        this.file = file;
        this.path = path;
    }

    /// <summary>Opens or creates a journal.</summary>
    /// <exception cref="ResumeMismatchException">The journal is of another search.</exception>
    /// <exception cref="InvalidDataException">A line is damaged, or does not belong to a journal. The file is not changed.</exception>
    public static MixtureJournal Open(string path, IReadOnlyList<string> sources, IReadOnlyList<FingerprintPart> identity)
    {
        CheckedLines file = CheckedLines.Open(path, json => WriteHeader(json, sources, identity), out List<ReadOnlyMemory<byte>> lines);
        try
        {
            var journal = new MixtureJournal(file, path);
            if (lines.Count > 0) journal.Read(lines, sources.Count, identity);
            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Finds the score of a mixture.</summary>
    /// <exception cref="InvalidDataException">The journal has other weights in this place.</exception>
    public double? Find(int iteration, int index, ReadOnlySpan<double> weights)
    {
        if (!known.TryGetValue((iteration, index), out (double[] Weights, double Score) found)) return null;
        if (weights.SequenceEqual(found.Weights)) return found.Score;
        throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
            $"'{path}' has other weights for mixture {index} of iteration {iteration} than this search. Delete the file to start anew."));
    }

    /// <summary>Adds a score. Safe for concurrent use.</summary>
    public void Add(MixtureEvaluation evaluation) => file.Append(json =>
    {
        json.WriteNumber("iteration", evaluation.Iteration);
        json.WriteNumber("index", evaluation.Index);
        json.WriteStartArray("weights");
        foreach (double weight in evaluation.Weights.Weights) json.WriteNumberValue(weight);
        json.WriteEndArray();
        json.WriteNumber("score", evaluation.Score);
    });

    public void Dispose() => file.Dispose();

    private static void WriteHeader(Utf8JsonWriter json, IReadOnlyList<string> sources, IReadOnlyList<FingerprintPart> identity)
    {
        json.WriteNumber("version", FormatVersion);
        json.WriteStartArray("sources");
        foreach (string source in sources) json.WriteStringValue(source);
        json.WriteEndArray();
        json.WriteStartArray("identity");
        foreach (FingerprintPart part in identity)
        {
            json.WriteStartArray();
            json.WriteStringValue(part.Name);
            json.WriteStringValue(part.Value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private void Read(List<ReadOnlyMemory<byte>> lines, int sources, IReadOnlyList<FingerprintPart> identity)
    {
        int number = 1;
        try
        {
            using (JsonDocument header = JsonDocument.Parse(lines[0]))
            {
                int version = header.RootElement.GetProperty("version").GetInt32();
                if (version != FormatVersion) throw new InvalidDataException($"'{path}' has version {version}; this library reads {FormatVersion}.");
                FingerprintPart[] before = [.. header.RootElement.GetProperty("identity").EnumerateArray()
                    .Select(part => new FingerprintPart(part[0].GetString() ?? "", part[1].GetString() ?? ""))];
                if (!before.SequenceEqual(identity)) throw Mismatch(before, identity);
            }
            foreach (ReadOnlyMemory<byte> line in lines.Skip(1))
            {
                number++;
                using JsonDocument document = JsonDocument.Parse(line);
                JsonElement root = document.RootElement;
                double[] weights = [.. root.GetProperty("weights").EnumerateArray().Select(weight => weight.GetDouble())];
                if (weights.Length != sources) throw new FormatException($"it has {weights.Length} weights for {sources} sources");
                known[(root.GetProperty("iteration").GetInt32(), root.GetProperty("index").GetInt32())] = (weights, root.GetProperty("score").GetDouble());
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"Line {number} of '{path}' is not one of a search's journal: {e.Message}", e);
        }
    }

    private ResumeMismatchException Mismatch(FingerprintPart[] before, IReadOnlyList<FingerprintPart> now)
    {
        int place = 0;
        while (place < before.Length && place < now.Count && before[place] == now[place]) place++;
        return new($"'{path}' is the journal of another search: {Show(before)} before, {Show(now)} now. Take the change back, or choose another file.");

        string Show(IReadOnlyList<FingerprintPart> parts) => place < parts.Count ? $"{parts[place].Name} {parts[place].Value}" : "nothing more";
    }
}
