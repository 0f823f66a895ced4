using System.Text;

namespace DataCuration;

/// <summary>A set of short byte sequences with the tokens that each consists of, for look-ups without allocation.</summary>
internal sealed unsafe class EnglishTable
{
    private const int Bits = 16;
    private readonly ulong[] filter = new ulong[(1 << Bits) / 64];
    private readonly ushort[] heads = new ushort[1 << Bits];
    private readonly List<Entry> entries = [new([], [])];

    /// <summary>Creates a table.</summary>
    /// <param name="sequences">The sequences and their tokens.</param>
    public EnglishTable(IEnumerable<KeyValuePair<string, string[]>> sequences)
    {
        foreach ((string text, string[] tokens) in sequences)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            entries.Add(new(bytes, [.. tokens.Select(token => (byte)Encoding.UTF8.GetByteCount(token))]));
            uint hash;
            fixed (byte* first = bytes) hash = Hash(first, bytes.Length);
            filter[hash >> 6] |= 1UL << (int)(hash & 63);
            entries[^1].Next = heads[hash];
            heads[hash] = (ushort)(entries.Count - 1);
            MaxLength = Math.Max(MaxLength, bytes.Length);
        }
    }

    /// <summary>The length in bytes of the longest sequence.</summary>
    public int MaxLength { get; }

    /// <summary>All sequences.</summary>
    public IEnumerable<Entry> Entries => entries.Skip(1);

    /// <summary>Finds a sequence.</summary>
    /// <returns>The entry; null if the table does not have the sequence.</returns>
    public Entry? Find(byte* text, int length)
    {
        if ((uint)(length - 1) >= (uint)MaxLength) return null;
        uint hash = Hash(text, length);
        return (filter[hash >> 6] >> (int)(hash & 63) & 1) == 0 ? null : FindSure(text, length, hash);
    }

    private Entry? FindSure(byte* text, int length, uint hash)
    {
        for (int at = heads[hash]; at != 0; at = entries[at].Next)
            if (new ReadOnlySpan<byte>(text, length).SequenceEqual(entries[at].Text)) return entries[at];
        return null;
    }

    private static uint Hash(byte* text, int length)
    {
        ulong key;
        if (length >= 8) key = *(ulong*)text ^ ulong.RotateLeft(*(ulong*)(text + length - 8), 29);
        else if (length >= 4) key = *(uint*)text | (ulong)*(uint*)(text + length - 4) << 32;
        else key = text[0] | (uint)text[length >> 1] << 8 | (uint)text[length - 1] << 16;
        return (uint)((key ^ (ulong)length * 0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93 >> (64 - Bits));
    }

    /// <summary>A sequence of a table.</summary>
    /// <param name="text">Its bytes.</param>
    /// <param name="tokens">The length in bytes of each of its tokens.</param>
    internal sealed class Entry(byte[] text, byte[] tokens)
    {
        /// <summary>The bytes of the sequence.</summary>
        public byte[] Text { get; } = text;

        /// <summary>The length in bytes of each token.</summary>
        public byte[] Tokens { get; } = tokens;

        /// <summary>
        /// The lengths of the tokens that the rules without exceptions give, if there are several and if they are not <see cref="Tokens"/>.
        /// The exception replaces these tokens if no white space is between them.
        /// </summary>
        public byte[] Phrase { get; set; } = [];

        /// <summary>The lengths of the tokens without exceptions, if there are several; empty if no rule applies.</summary>
        public byte[] Pattern { get; set; } = [];

        /// <summary>The next entry with the same hash; 0 for the end.</summary>
        public ushort Next { get; set; }
    }
}
