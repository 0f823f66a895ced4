using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Selection;

/// <summary>
/// Finds buckets by XXH3 without a cache: hashing a word or a word pair takes fewer cycles than a look-up in a table larger than the processor's cache.
/// </summary>
/// <remarks>
/// XXH3 has a formula for each class of lengths. Choosing it for each n-gram mispredicts a branch every other time. So a block is first sorted into classes
/// without branches, and then each class is hashed in its own loop.
/// </remarks>
internal sealed unsafe class DirectXxHash3Buckets : NGramBuckets
{
    private const int Classes = 5;
    private const int LongestShort = 32;
    private const int InlineBytes = 16;
    private const int RowBytes = 64;

    private readonly NGramJoiner _joiner = new();
    private readonly NativeBuffer _memory = new((BlockTokens * (RowBytes + sizeof(long) + sizeof(int))) + (Classes * BlockTokens) + (Classes * sizeof(int)));
    private readonly Modulus _modulus;
    private readonly int _ngrams;
    private readonly byte* _rows;
    private readonly byte** _texts;
    private readonly int* _lengths;
    private readonly byte* _members;
    private readonly int* _sizes;

    /// <summary>Allocates the working memory.</summary>
    public DirectXxHash3Buckets(NGramFeatureOptions options)
    {
        _modulus = new Modulus((uint)options.Buckets);
        _ngrams = options.NGrams;
        _rows = _memory.Pointer;
        _texts = (byte**)(_rows + (BlockTokens * RowBytes));
        _lengths = (int*)(_texts + BlockTokens);
        _sizes = _lengths + BlockTokens;
        _members = (byte*)(_sizes + Classes);
    }

    // By length: 0: 1-3, 1: 4-8, 2: 9-16, 3: 17-32, 4: longer.
    private static ReadOnlySpan<byte> ClassOfLength =>
    [
        0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4,
    ];

    /// <inheritdoc/>
    public override void Resolve(TokenBuffer text, int first, int count, int* buckets)
    {
        int* starts = text.Starts + first;
        int* ends = text.Ends + first;
        byte* bytes = text.Text;
        for (int i = 0; i < count; i++)
        {
            _texts[i] = bytes + starts[i];
            _lengths[i] = ends[i] - starts[i];
        }

        Hash(text, first, 1, 0, count, buckets);
        for (int order = 2; order <= _ngrams; order++)
        {
            int begin = Math.Max(0, order - 1 - first);
            if (order == 2)
            {
                JoinPairs(text, first, begin, count);
            }
            else
            {
                JoinMany(text, first, order, begin, count);
            }

            Hash(text, first, order, begin, count, buckets + ((order - 1) * BlockTokens));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _joiner.Dispose();
        _memory.Dispose();
    }

    private void JoinPairs(TokenBuffer text, int first, int begin, int count)
    {
        int* starts = text.Starts + first;
        int* ends = text.Ends + first;
        byte* bytes = text.Text;
        byte* rows = _rows;
        byte** texts = _texts;
        int* lengths = _lengths;
        for (int i = begin; i < count; i++)
        {
            int left = ends[i - 1] - starts[i - 1];
            int right = ends[i] - starts[i];
            byte* row = rows + (i * RowBytes);
            lengths[i] = left + right + 1;
            texts[i] = row;
            if (Math.Max(left, right) <= InlineBytes)
            {
                // Copies beyond the tokens: a row has room for it, and the hash reads only the length.
                Vector128.Load(bytes + starts[i - 1]).Store(row);
                row[left] = (byte)' ';
                Vector128.Load(bytes + starts[i]).Store(row + left + 1);
            }
            else
            {
                JoinOne(text, first, 2, i);
            }
        }
    }

    private void JoinMany(TokenBuffer text, int first, int order, int begin, int count)
    {
        for (int i = begin; i < count; i++)
        {
            _texts[i] = _rows + (i * RowBytes);
            JoinOne(text, first, order, i);
        }
    }

    // A text that is too long for a short hash is joined again when its class is hashed.
    private void JoinOne(TokenBuffer text, int first, int order, int position)
    {
        byte* joined = _joiner.Join(text, first + position, order, out int length);
        _lengths[position] = length;
        if (length <= LongestShort)
        {
            Vector256.Load(joined).Store(_texts[position]);
        }
    }

    private void Hash(TokenBuffer text, int first, int order, int begin, int count, int* buckets)
    {
        byte** texts = _texts;
        int* lengths = _lengths;
        int* sizes = _sizes;
        byte* members = _members;
        Unsafe.InitBlock(sizes, 0, Classes * sizeof(int));
        fixed (byte* classes = ClassOfLength)
        {
            for (int i = begin; i < count; i++)
            {
                int kind = classes[Math.Min(lengths[i], LongestShort + 1)];
                members[(kind * BlockTokens) + sizes[kind]++] = (byte)i;
            }
        }

        Modulus modulus = _modulus;
        for (int m = 0; m < sizes[0]; m++)
        {
            int i = members[m];
            buckets[i] = (int)modulus.Reduce(ShortXxHash3.Hash1To3(texts[i], lengths[i]));
        }

        members += BlockTokens;
        for (int m = 0; m < sizes[1]; m++)
        {
            int i = members[m];
            buckets[i] = (int)modulus.Reduce(ShortXxHash3.Hash4To8(texts[i], lengths[i]));
        }

        members += BlockTokens;
        for (int m = 0; m < sizes[2]; m++)
        {
            int i = members[m];
            buckets[i] = (int)modulus.Reduce(ShortXxHash3.Hash9To16(texts[i], lengths[i]));
        }

        members += BlockTokens;
        for (int m = 0; m < sizes[3]; m++)
        {
            int i = members[m];
            buckets[i] = (int)modulus.Reduce(ShortXxHash3.Hash17To32(texts[i], lengths[i]));
        }

        members += BlockTokens;
        for (int m = 0; m < sizes[4]; m++)
        {
            int i = members[m];
            byte* joined = _joiner.Join(text, first + i, order, out int length);
            buckets[i] = (int)modulus.Reduce(ShortXxHash3.Hash(joined, length));
        }
    }
}
