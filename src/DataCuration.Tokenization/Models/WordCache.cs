using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Tokenization;

/// <summary>
/// Words of up to 15 bytes and their up to four tokens, of one thread. A word has one place, and a new one replaces the old one there. So the size is fixed,
/// and the content never changes a result.
/// </summary>
internal sealed class WordCache
{
    /// <summary>The longest word in bytes.</summary>
    public const int MaxLength = 15;

    /// <summary>The largest number of tokens of a word.</summary>
    public const int MaxTokens = 4;

    // 2^15 entries of 32 bytes: 1 MiB. Measured on English, code and Japanese: half of it is slower, twice is not faster.
    private const int IndexBits = 15;

    private readonly Entry[] entries = new Entry[1 << IndexBits];

    private static ReadOnlySpan<byte> Masks =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Returns the key of a word of 1 to 15 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> KeyOf(ReadOnlySpan<byte> text, int start, int length)
    {
        if (start + 16 > text.Length) return SlowKeyOf(text.Slice(start, length));
        Vector128<byte> bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)start);
        Vector128<byte> mask = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Masks), (nuint)(16 - length));
        return (bytes & mask) | Vector128.CreateScalar((ulong)0).WithElement(1, (ulong)length << 56).AsByte();
    }

    /// <summary>Appends the tokens of a word if they are known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAppend(Vector128<byte> key, EncodeScratch scratch)
    {
        ref Entry entry = ref EntryOf(key);
        if (entry.Key != key) return false;
        Vector128<int> tokens = entry.Tokens;
        tokens.StoreUnsafe(ref scratch.Next());
        scratch.Count += MaxTokens - BitOperations.PopCount(tokens.ExtractMostSignificantBits());
        return true;
    }

    /// <summary>Stores the tokens of a word, if they are few enough.</summary>
    public void Store(Vector128<byte> key, ReadOnlySpan<int> tokens)
    {
        if (tokens.Length > MaxTokens) return;
        ref Entry entry = ref EntryOf(key);
        Span<int> padded = [-1, -1, -1, -1];
        tokens.CopyTo(padded);
        entry.Key = key;
        entry.Tokens = Vector128.Create<int>(padded);
    }

    private static Vector128<byte> SlowKeyOf(ReadOnlySpan<byte> word)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        word.CopyTo(bytes);
        bytes[15] = (byte)word.Length;
        return Vector128.Create<byte>(bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry EntryOf(Vector128<byte> key)
    {
        Vector128<ulong> halves = key.AsUInt64();
        ulong high = Math.BigMul(halves.ToScalar() ^ 0x9E3779B97F4A7C15, halves.GetElement(1) ^ 0xD6E8FEB86659FD93, out ulong low);
        nuint index = (nuint)((high ^ low) & ((1 << IndexBits) - 1));
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), index);
    }

    private struct Entry
    {
        public Vector128<byte> Key;
        public Vector128<int> Tokens;
    }
}
