using System.Globalization;
using System.IO.Hashing;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration.Training;

/// <summary>
/// The folder of a run: checkpoints, <c>documents.jsonl</c> with the losses of the held-out documents, and <c>run.json</c>, which is written last. A folder
/// without it is of an unfinished run.
/// </summary>
internal sealed class ExperimentRunFolder(string folder)
{
    private const int FormatVersion = 1;
    private const string RunFile = "run.json", DocumentsFile = "documents.jsonl";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The folder of checkpoints.</summary>
    public string Model => Path.Combine(folder, "model");

    /// <summary>Reads a finished run.</summary>
    /// <param name="selection">The name of the selection.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="identity">The inputs of the run.</param>
    /// <param name="evaluation">The evaluation sets.</param>
    /// <param name="whenChanged">The treatment of a run with other inputs.</param>
    /// <returns>The run; null if the folder has no finished run, or one with other inputs that is made again.</returns>
    /// <exception cref="ResumeMismatchException">The run has other inputs, which is refused.</exception>
    public ExperimentRun? TryRead(string selection, ulong seed, IReadOnlyList<FingerprintPart> identity, EvaluationSets evaluation, WhenChanged whenChanged)
    {
        string path = Path.Combine(folder, RunFile);
        if (!File.Exists(path)) return null;
        RunRecord record = ReadRecord(path);
        if (!record.Identity.SequenceEqual(identity))
        {
            if (whenChanged == WhenChanged.Remake) return null;
            throw new ResumeMismatchException($"'{folder}' holds a run with other inputs:{Environment.NewLine}"
                + $"{ExperimentIdentity.Differences(record.Identity, identity)}{Environment.NewLine}To train it again, set {nameof(SelectionExperiment)}."
                + $"{nameof(SelectionExperiment.WhenChanged)} to {nameof(WhenChanged)}.{nameof(WhenChanged.Remake)}. To keep it, choose another "
                + $"{nameof(SelectionExperiment.Folder)}, or take the change back.");
        }
        return new()
        {
            Selection = selection,
            Seed = seed,
            SelectionTokens = record.SelectionTokens,
            TokensSeen = record.TokensSeen,
            Passes = record.Passes,
            Steps = record.Steps,
            ParameterCount = record.Parameters,
            Seconds = record.Seconds,
            Device = record.Device,
            ModelFolder = record.Model is { } model ? Path.Combine(folder, model) : null,
            Evaluations = ReadDocuments(record, evaluation),
            Warnings = record.Warnings,
            WasFinished = true,
        };
    }

    /// <summary>Marks the run as unfinished. Otherwise an earlier run would be found again after this one has replaced its model and was stopped.</summary>
    public void Begin() => File.Delete(Path.Combine(Directory.CreateDirectory(folder).FullName, RunFile));

    /// <summary>Writes a finished run.</summary>
    public void Write(ExperimentRun run, IReadOnlyList<FingerprintPart> identity, EvaluationSets evaluation)
    {
        Directory.CreateDirectory(folder);
        byte[] documents = WriteDocuments(run, evaluation);
        AtomicFile.Write(Path.Combine(folder, DocumentsFile), stream => stream.Write(documents));
        var record = new RunRecord
        {
            Format = FormatVersion,
            Selection = run.Selection,
            Seed = run.Seed,
            SelectionTokens = run.SelectionTokens,
            TokensSeen = run.TokensSeen,
            Passes = run.Passes,
            Steps = run.Steps,
            Parameters = run.ParameterCount,
            Seconds = run.Seconds,
            Device = run.Device,
            Model = run.ModelFolder is { } model ? Path.GetRelativePath(folder, model) : null,
            BitsPerByte = evaluation.Sets.ToDictionary(set => set.Name, set => run.Evaluations[set.Name].BitsPerByte, StringComparer.Ordinal),
            Warnings = run.Warnings,
            Documents = HashOf(documents),
            Identity = identity,
        };
        AtomicFile.Write(Path.Combine(folder, RunFile), stream => JsonSerializer.Serialize(stream, record, Indented));
    }

    private static byte[] WriteDocuments(ExperimentRun run, EvaluationSets evaluation)
    {
        using var lines = new MemoryStream();
        foreach ((string name, EvaluationSet set) in evaluation.Sets)
        {
            IReadOnlyList<DocumentEvaluation> documents = run.Evaluations[name].Documents;
            for (int i = 0; i < documents.Count; i++)
            {
                DocumentEvaluation document = documents[i];
                JsonSerializer.Serialize(lines, new DocumentRecord
                {
                    Set = name,
                    Id = document.Id,
                    Stratum = set.Documents[i].Stratum,
                    Bits = document.Bits,
                    Bytes = document.Utf8Bytes,
                    Tokens = document.Tokens,
                }, Plain);
                lines.WriteByte((byte)'\n');
            }
        }
        return lines.ToArray();
    }

    private Dictionary<string, EvaluationResult> ReadDocuments(RunRecord record, EvaluationSets evaluation)
    {
        string path = Path.Combine(folder, DocumentsFile);
        byte[] bytes = File.Exists(path) ? File.ReadAllBytes(path) : throw Damaged($"'{path}' is missing");
        if (HashOf(bytes) != record.Documents) throw Damaged($"'{path}' was changed after the run");
        List<DocumentEvaluation>[] documents = [.. evaluation.Sets.Select(_ => new List<DocumentEvaluation>())];
        string[] names = [.. evaluation.Sets.Select(set => set.Name)];
        int number = 0;
        foreach (ReadOnlyMemory<byte> line in Lines(bytes))
        {
            number++;
            try
            {
                DocumentRecord read = JsonSerializer.Deserialize<DocumentRecord>(line.Span, Plain) ?? throw new JsonException("null");
                int set = Array.IndexOf(names, read.Set);
                if (set < 0) throw Damaged($"line {number} of '{path}' has the set '{read.Set}'");
                documents[set].Add(new() { Id = read.Id, Bits = read.Bits, Utf8Bytes = read.Bytes, Tokens = read.Tokens });
            }
            catch (JsonException e)
            {
                throw new InvalidDataException(FormattableString.Invariant($"Line {number} of '{path}' is not a document's loss: {e.Message}"), e);
            }
        }
        return names.Select((name, i) => (name, new EvaluationResult(documents[i]))).ToDictionary(StringComparer.Ordinal);
    }

    private static RunRecord ReadRecord(string path)
    {
        try
        {
            RunRecord record = JsonSerializer.Deserialize<RunRecord>(File.ReadAllBytes(path), Indented) ?? throw new JsonException("null");
            if (record.Format == FormatVersion) return record;
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"The format of '{path}' is {record.Format}; this version reads {FormatVersion}."));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"'{path}' is not the result of a run: {e.Message}", e);
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.Span.IndexOf((byte)'\n');
            yield return end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
        }
    }

    private InvalidDataException Damaged(string what) => new($"The run in '{folder}' is damaged: {what}. Delete '{RunFile}' there to make it again.");

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(XxHash128.Hash(bytes));

    /// <summary>The content of <c>run.json</c>.</summary>
    internal sealed record RunRecord
    {
        public required int Format { get; init; }

        public required string Selection { get; init; }

        public required ulong Seed { get; init; }

        public required long SelectionTokens { get; init; }

        public required long TokensSeen { get; init; }

        public required double Passes { get; init; }

        public required long Steps { get; init; }

        public required long Parameters { get; init; }

        public required double Seconds { get; init; }

        public required string Device { get; init; }

        /// <summary>The model's checkpoint, relative to the run's folder.</summary>
        public required string? Model { get; init; }

        /// <summary>For readers; the library computes it from the documents.</summary>
        public required IReadOnlyDictionary<string, double> BitsPerByte { get; init; }

        public required IReadOnlyList<string> Warnings { get; init; }

        /// <summary>The hash of the file of documents.</summary>
        public required string Documents { get; init; }

        public required IReadOnlyList<FingerprintPart> Identity { get; init; }
    }

    /// <summary>A line of <c>documents.jsonl</c>.</summary>
    internal sealed record DocumentRecord
    {
        public required string Set { get; init; }

        public required string Id { get; init; }

        public string? Stratum { get; init; }

        public required double Bits { get; init; }

        public required long Bytes { get; init; }

        public required long Tokens { get; init; }
    }
}
