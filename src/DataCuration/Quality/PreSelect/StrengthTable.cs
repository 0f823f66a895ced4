using System.IO.Hashing;
using System.Text;

namespace DataCuration;

/// <summary>The losses of a source by the hashes of ids, loaded once for a run.</summary>
internal sealed class StrengthTable(ILossSource source) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private Dictionary<UInt128, double[]>? losses;

    /// <summary>A document's losses; null where the source has none, or not of every model.</summary>
    public async ValueTask<double[]?> FindAsync(string id, CancellationToken cancellationToken)
    {
        Dictionary<UInt128, double[]> table = Volatile.Read(ref losses) ?? await LoadAsync(cancellationToken).ConfigureAwait(false);
        return table.GetValueOrDefault(Key(id));
    }

    public void Dispose() => gate.Dispose();

    private async Task<Dictionary<UInt128, double[]>> LoadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (losses is not null) return losses;
            var table = new Dictionary<UInt128, double[]>();
            await foreach (DocumentLosses document in source.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (document.Losses.Length != source.Models.Count) throw new InvalidDataException($"Document '{document.Id}' has {document.Losses.Length} losses of {source.Models.Count} models.");
                if (document.Losses.Any(double.IsNaN)) continue;
                if (!table.TryAdd(Key(document.Id), [.. document.Losses])) throw new InvalidDataException($"The losses of document '{document.Id}' are there twice.");
            }
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
