using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// Reads the losses of a document over the checkpoints of a proxy model: from an array, from a field for each checkpoint, or from a loss file by the document's
/// id.
/// </summary>
internal sealed class TrajectoryReader
{
    private readonly EmbeddingField? array;
    private readonly IReadOnlyList<string>? fields;
    private readonly ILossSource? losses;
    private readonly Lock gate = new();
    private Task<Dictionary<UInt128, ImmutableArray<double>>>? byId;

    public TrajectoryReader(EmbeddingField array)
        : this(array, null, null, array.Dimension)
    {
    }

    public TrajectoryReader(IReadOnlyList<string> fields)
        : this(null, fields, null, fields.Count)
    {
    }

    public TrajectoryReader(ILossSource losses)
        : this(null, null, losses, losses.Models.Count)
    {
    }

    private TrajectoryReader(EmbeddingField? array, IReadOnlyList<string>? fields, ILossSource? losses, int checkpoints)
    {
        this.array = array;
        this.fields = fields;
        this.losses = losses;
        Checkpoints = checkpoints >= 1 ? checkpoints : throw new ArgumentException("A trajectory has at least one checkpoint.");
    }

    /// <summary>The number of checkpoints.</summary>
    public int Checkpoints { get; }

    /// <summary>The fields that losses are read from, for messages.</summary>
    public IReadOnlyList<string> Fields => array is not null ? [array.Name] : fields ?? ["losses"];

    public void Describe(FingerprintWriter writer)
    {
        if (array is not null) writer.Add("array", array.Name);
        if (fields is not null) SelectionChecks.Describe(writer, "fields", fields);
        if (losses is not null) writer.AddScope("losses", losses.Describe);
        writer.Add("checkpoints", Checkpoints);
    }

    /// <summary>Reads the losses of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="values">Receives the losses; NaN for an unknown one.</param>
    /// <param name="cancellationToken">Stops the work. All losses are loaded when the first document is read.</param>
    /// <returns>False if the document has none.</returns>
    public async ValueTask<bool> ReadAsync(Document document, double[] values, CancellationToken cancellationToken)
    {
        if (losses is null) return array is not null ? ReadArray(document, array.Name, values) : ReadFields(document, values);
        Dictionary<UInt128, ImmutableArray<double>> known = await GetLossesAsync(cancellationToken).ConfigureAwait(false);
        if (!known.TryGetValue(Key(document.Id), out ImmutableArray<double> own)) return false;
        own.CopyTo(values);
        return true;
    }

    /// <summary>Returns the losses of all documents. Workers share one load; one that was cancelled or failed is started again by the next caller.</summary>
    private async Task<Dictionary<UInt128, ImmutableArray<double>>> GetLossesAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<Dictionary<UInt128, ImmutableArray<double>>> load;
            lock (gate)
            {
                if (byId is null or { IsCanceled: true } or { IsFaulted: true })
                    byId = Task.Run(() => LoadAsync(losses!, cancellationToken), cancellationToken);
                load = byId;
            }
            try
            {
                return await load.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (load.IsCanceled && !cancellationToken.IsCancellationRequested)
            {
                // Another run that shares this object was cancelled.
            }
        }
    }

    private bool ReadFields(Document document, double[] values)
    {
        bool isKnown = false;
        for (int i = 0; i < values.Length; i++)
        {
            bool isThere = document.TryGetValue(fields![i], out AnnotationValue value) && value.Kind != AnnotationKind.Null;
            values[i] = isThere ? value.AsNumber() : double.NaN;
            isKnown |= isThere;
        }
        return isKnown;
    }

    private static bool ReadArray(Document document, string name, double[] values)
    {
        if (!document.TryGetValue(name, out AnnotationValue value) || value.Kind == AnnotationKind.Null) return false;
        int count = 0;
        try
        {
            using JsonDocument json = JsonDocument.Parse(value.Kind == AnnotationKind.String ? Encoding.UTF8.GetBytes(value.AsString()!) : value.AsJson());
            foreach (JsonElement number in json.RootElement.EnumerateArray())
            {
                if (count < values.Length) values[count] = number.ValueKind == JsonValueKind.Number ? number.GetDouble() : double.NaN;
                count++;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new CurationException($"Document '{document.Id}': field '{name}' is not an array of losses: {e.Message}", e);
        }
        return count == values.Length ? true
            : throw new CurationException($"Document '{document.Id}': field '{name}' has {count} losses, and {values.Length} checkpoints are expected. "
                + "All documents need the losses of the same checkpoints in the same order.");
    }

    private static async Task<Dictionary<UInt128, ImmutableArray<double>>> LoadAsync(ILossSource losses, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAllAsync(losses, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // A time limit of the source itself. It is an error: the caller did not stop the run.
            throw new CurationException($"The losses cannot be read: their source gave up. {e.Message}", e);
        }
    }

    private static async Task<Dictionary<UInt128, ImmutableArray<double>>> ReadAllAsync(ILossSource losses, CancellationToken cancellationToken)
    {
        var table = new Dictionary<UInt128, ImmutableArray<double>>();
        await foreach (DocumentLosses document in losses.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (document.Losses.Length != losses.Models.Count)
                throw new InvalidDataException(
                    $"Document '{document.Id}' has {document.Losses.Length} losses, and there are {losses.Models.Count} checkpoints.");
            if (!table.TryAdd(Key(document.Id), document.Losses) && !table[Key(document.Id)].AsSpan().SequenceEqual(document.Losses.AsSpan()))
                throw new InvalidDataException($"Document '{document.Id}' occurs twice with different losses: give each document its own id.");
        }
        return table;
    }

    private static UInt128 Key(string id) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id));
}
