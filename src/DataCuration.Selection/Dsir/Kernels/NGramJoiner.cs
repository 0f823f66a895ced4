using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Selection;

/// <summary>Joins the tokens of an n-gram with one space between them. If the text already contains them in this form, nothing is copied.</summary>
internal sealed unsafe class NGramJoiner : IDisposable
{
    private NativeBuffer _joined = new(1024);

    /// <summary>
    /// Returns the text of the n-gram of <paramref name="order"/> tokens that ends with token <paramref name="last"/>. 64 bytes from its start are
    /// readable.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Join(TokenBuffer text, int last, int order, out int length)
    {
        int* starts = text.Starts;
        int* ends = text.Ends;
        byte* bytes = text.Text;
        int first = last - order + 1;
        bool inPlace = true;
        for (int i = first; i < last; i++)
        {
            inPlace &= starts[i + 1] == ends[i] + 1 && bytes[ends[i]] == (byte)' ';
        }

        if (inPlace)
        {
            length = ends[last] - starts[first];
            return bytes + starts[first];
        }

        return Copy(text, first, last, out length);
    }

    /// <inheritdoc/>
    public void Dispose() => _joined.Dispose();

    private byte* Copy(TokenBuffer text, int first, int last, out int length)
    {
        int* starts = text.Starts;
        int* ends = text.Ends;
        length = last - first;
        for (int i = first; i <= last; i++)
        {
            length = checked(length + ends[i] - starts[i]);
        }

        if ((nuint)length + 128 > _joined.Length)
        {
            _joined.Dispose();
            _joined = new NativeBuffer(((nuint)length * 2) + 128);
        }

        byte* target = _joined.Pointer;
        for (int i = first; i <= last; i++)
        {
            int size = ends[i] - starts[i];
            if (size <= 16)
            {
                // Copies beyond the token; the next token overwrites the rest.
                Vector128.Load(text.Text + starts[i]).Store(target);
            }
            else
            {
                Buffer.MemoryCopy(text.Text + starts[i], target, size, size);
            }

            target[size] = (byte)' ';
            target += size + 1;
        }

        return _joined.Pointer;
    }
}
