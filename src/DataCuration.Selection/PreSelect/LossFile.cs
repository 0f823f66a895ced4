using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// Losses in a file: JSON lines <c>{"id": "d1", "losses": {"small": 812.4, "large": 755.0}}</c>, or, with the extensions <c>.csv</c> and <c>.tsv</c>, a
/// table with the header <c>id,small,large</c>. Losses are totals in nats. PreSelect excludes a document that lacks the loss of a model. The file may be
/// plain, gzip or zstd; lines of more than 1 MiB are refused.
/// </summary>
public sealed class LossFile : ILossSource
{
    private const int MaxLineBytes = 1 << 20;
    private readonly Dictionary<string, int> columns;

    /// <summary>Creates a reader for a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="models">The models to read; the file may have more.</param>
    public LossFile(string path, params IReadOnlyList<LossModel> models)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count < 2) throw new ArgumentException("A comparison needs at least two models.", nameof(models));
        Path = path;
        Models = [.. models];
        columns = new(StringComparer.Ordinal);
        for (int i = 0; i < models.Count; i++)
            if (!columns.TryAdd(models[i].Name, i)) throw new ArgumentException($"Model '{models[i].Name}' is listed twice.", nameof(models));
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The store that the file is in. Default: <see cref="LocalFileStore.Instance"/>.</summary>
    public IFileStore Files { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;

    /// <inheritdoc/>
    public IReadOnlyList<LossModel> Models { get; }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var hash = new XxHash128();
        using (Stream stream = Files.OpenRead(Path, FileReadPattern.Sequential)) hash.Append(stream);
        writer.Add("losses", Convert.ToHexStringLower(hash.GetCurrentHash()));
        foreach (LossModel model in Models)
        {
            writer.Add("model", model.Name);
            writer.Add("benchmark", model.Benchmark);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<DocumentLosses> ReadAsync(CancellationToken cancellationToken) => Read(cancellationToken).ToAsyncEnumerable();

    private IEnumerable<DocumentLosses> Read(CancellationToken cancellationToken)
    {
        string name = SourceFileStream.IsCompressedPath(Path) ? System.IO.Path.GetFileNameWithoutExtension(Path) : Path;
        char separator = System.IO.Path.GetExtension(name).ToUpperInvariant() switch { ".CSV" => ',', ".TSV" => '\t', _ => '\0' };
        long length = Files.GetLength(Path) ?? throw new FileNotFoundException($"There is no file '{Path}'.", Path);
        var segment = new SourceSegment { Path = Path, FullPath = Path, End = length, FileLength = length, FileFingerprint = "", Files = Files };
        using var lines = new LineReader(segment, MaxLineBytes);
        int[]? places = null;
        for (long number = 1; lines.TryRead(out TextLine found); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (found.IsTooLong) throw Invalid(number, $"has {found.Length} bytes; a line may have at most {MaxLineBytes}");
            if (found.Length == 0) continue;
            string line = Encoding.UTF8.GetString(found.Bytes.Span);
            if (separator == '\0') yield return ReadJson(line, number);
            else if (places is null) places = ReadHeader(Split(line, separator), number);
            else yield return ReadRow(Split(line, separator), places, number);
        }
    }

    private DocumentLosses ReadJson(string line, long number)
    {
        var losses = new double[Models.Count];
        losses.AsSpan().Fill(double.NaN);
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            foreach (JsonProperty loss in document.RootElement.GetProperty("losses").EnumerateObject())
                if (columns.TryGetValue(loss.Name, out int column) && loss.Value.ValueKind != JsonValueKind.Null)
                    losses[column] = Finite(loss.Value.GetDouble());
            return new(document.RootElement.GetProperty("id").GetString() ?? throw Invalid(number, "has no id"), [.. losses]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Invalid(number, $"is not a record of losses: {e.Message}");
        }
    }

    private int[] ReadHeader(List<string> cells, long number)
    {
        if (cells[0] != "id") throw Invalid(number, $"begins with column '{cells[0]}', not with 'id'");
        int[] places = [.. cells.Select(cell => columns.GetValueOrDefault(cell, -1))];
        if (Models.FirstOrDefault(model => !cells.Contains(model.Name)) is { } missing) throw Invalid(number, $"has no column '{missing.Name}'");
        return places;
    }

    private DocumentLosses ReadRow(List<string> cells, int[] places, long number)
    {
        if (cells.Count != places.Length) throw Invalid(number, $"has {cells.Count} cells, but the header has {places.Length}");
        var losses = new double[Models.Count];
        losses.AsSpan().Fill(double.NaN);
        for (int i = 1; i < cells.Count; i++)
        {
            if (places[i] < 0 || cells[i].Length == 0) continue;
            if (!double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double loss))
                throw Invalid(number, $"has the loss '{cells[i]}', which is not a number");
            losses[places[i]] = Finite(loss);
        }
        return new(cells[0], [.. losses]);
    }

    /// <summary>Converts a loss that overflowed to NaN, which means unknown.</summary>
    private static double Finite(double loss) => double.IsFinite(loss) ? loss : double.NaN;

    /// <summary>Splits a line into cells. Between quotes a separator is text, and two quotes are one (RFC 4180).</summary>
    private static List<string> Split(string line, char separator)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (c == '"' && (isQuoted || cell.Length == 0)) isQuoted = !isQuoted;
            else if (c == separator && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(c);
        }
        cells.Add(cell.ToString());
        return cells;
    }

    private InvalidDataException Invalid(long line, string what) => new($"'{Path}', line {line} {what}.");
}
