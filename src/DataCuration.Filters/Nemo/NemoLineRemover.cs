using System.Text;

namespace DataCuration.Filters;

/// <summary>Removes lines that equal an entry of a list (NeMo Curator's <c>LineRemover</c>).</summary>
public sealed class NemoLineRemover : NemoModifier
{
    private byte[][]? lines;

    /// <summary>The lines, without line feeds; an empty one removes empty lines. Default: none.</summary>
    public IReadOnlyList<string> Lines { get; init => field = PeerChecks.Texts(value, nameof(Lines)); } = [];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddAll(nameof(Lines), Lines);
    }

    private protected override ReadOnlySpan<byte> Modify(ReadOnlySpan<byte> text, TextScratch scratch) =>
        LineEdits.Filter(text, new Rule(lines ??= [.. Lines.Select(Encoding.UTF8.GetBytes)]), scratch.Edit);

    private readonly struct Rule(byte[][] lines) : ILineRule
    {
        public bool Keeps(ReadOnlySpan<byte> line)
        {
            foreach (byte[] one in lines)
                if (line.SequenceEqual(one)) return false;
            return true;
        }
    }
}
