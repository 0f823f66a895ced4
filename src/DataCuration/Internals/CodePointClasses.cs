namespace DataCuration;

/// <summary>A set of flags for each code point. Blocks of 256 code points with equal flags are stored once.</summary>
internal sealed class CodePointClasses
{
    private const int LastCodePoint = 0x10FFFF;
    private readonly ushort[] blocks;
    private readonly ushort[] flags;

    private CodePointClasses(ushort[] blocks, ushort[] flags)
    {
        this.blocks = blocks;
        this.flags = flags;
    }

    /// <summary>The flags of a code point from 0 to 0x10FFFF.</summary>
    public ushort this[int codePoint] => flags[(blocks[codePoint >> 8] << 8) | (codePoint & 0xFF)];

    /// <summary>The flags of the ASCII characters.</summary>
    public ReadOnlySpan<ushort> Ascii => flags.AsSpan(blocks[0] << 8, 128);

    /// <summary>Collects flags before they are stored in blocks.</summary>
    internal sealed class Builder
    {
        private readonly ushort[] all = new ushort[LastCodePoint + 1];

        /// <summary>Adds a flag to ranges, given as pairs of the gap since the last range and the count.</summary>
        public Builder Add(ushort flag, ReadOnlySpan<int> ranges)
        {
            for (int i = 0, at = 0; i < ranges.Length; i += 2)
            {
                at += ranges[i];
                for (int left = ranges[i + 1]; left > 0; left--) all[at++] |= flag;
            }
            return this;
        }

        /// <summary>Removes a flag from ranges.</summary>
        public Builder Remove(ushort flag, ReadOnlySpan<int> ranges)
        {
            for (int i = 0, at = 0; i < ranges.Length; i += 2)
            {
                at += ranges[i];
                for (int left = ranges[i + 1]; left > 0; left--) all[at++] &= (ushort)~flag;
            }
            return this;
        }

        /// <summary>Adds a flag to the characters of a string, which are in the basic plane.</summary>
        public Builder Add(ushort flag, string characters)
        {
            foreach (char c in characters) all[c] |= flag;
            return this;
        }

        /// <summary>Adds a flag to all code points that have one of other flags.</summary>
        public Builder AddWhere(ushort flag, ushort present)
        {
            for (int i = 0; i < all.Length; i++) if ((all[i] & present) != 0) all[i] |= flag;
            return this;
        }

        /// <summary>Stores the flags.</summary>
        public CodePointClasses Build()
        {
            ushort[] blocks = new ushort[all.Length >> 8];
            var stage = new List<ushort>();
            var known = new Dictionary<int, List<int>>();
            for (int block = 0; block < blocks.Length; block++)
            {
                ReadOnlySpan<ushort> content = all.AsSpan(block << 8, 256);
                int hash = 17;
                foreach (ushort value in content) hash = unchecked(hash * 31 + value);
                if (!known.TryGetValue(hash, out List<int>? places)) known.Add(hash, places = []);
                int found = -1;
                foreach (int place in places)
                    if (content.SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(stage).Slice(place << 8, 256))) found = place;
                if (found < 0)
                {
                    found = stage.Count >> 8;
                    stage.AddRange(content);
                    places.Add(found);
                }
                blocks[block] = (ushort)found;
            }
            return new(blocks, [.. stage]);
        }
    }
}
