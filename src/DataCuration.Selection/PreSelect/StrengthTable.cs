using System.IO.Hashing;
using System.Text;

namespace DataCuration.Selection;

/// <summary>The losses of a source by the hash of the document id, loaded once for a run.</summary>
internal sealed class StrengthTable(ILossSource source) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private Dictionary<UInt128, double[]>? losses;

    /// <summary>Returns the losses of a document; null if the source lacks them for a model.</summary>
    public async ValueTask<double[]?> FindAsync(string id, CancellationToken cancellationToken)
    {
        Dictionary<UInt128, double[]> table = Volatile.Read(ref losses) ?? await LoadAsync(cancellationToken).ConfigureAwait(false);
        return table.GetValueOrDefault(Key(id));
    }

    public void Dispose() => gate.Dispose();

    /// <summary>Reads a source. Equal losses that occur again, as of a document that is in the corpus twice, are stored once.</summary>
    /// <param name="source">The source.</param>
    /// <param name="incomplete">Receives documents that lack a loss.</param>
    /// <param name="different">Receives documents whose id occurred before with other losses.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<Dictionary<UInt128, double[]>> ReadAsync(ILossSource source, Action<DocumentLosses> incomplete, Action<DocumentLosses> different,
        CancellationToken cancellationToken)
    {
        var table = new Dictionary<UInt128, double[]>();
        await foreach (DocumentLosses document in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (document.Losses.Length != source.Models.Count)
                throw new InvalidDataException($"Document '{document.Id}' has {document.Losses.Length} losses, but there are {source.Models.Count} models.");
            UInt128 key = Key(document.Id);
            if (document.Losses.Any(double.IsNaN)) incomplete(document);
            else if (!table.TryGetValue(key, out double[]? known)) table.Add(key, [.. document.Losses]);
            else if (!document.Losses.AsSpan().SequenceEqual(known)) different(document);
        }
        return table;
    }

    private async Task<Dictionary<UInt128, double[]>> LoadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (losses is not null) return losses;
            Dictionary<UInt128, double[]> table = await ReadAsync(source, _ => { },
                document => throw new InvalidDataException($"Document '{document.Id}' occurs twice with different losses: give each document its own id."),
                cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref losses, table);
            return table;
        }
        finally
        {
            gate.Release();
        }
    }

    private static UInt128 Key(string id) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id));
}
