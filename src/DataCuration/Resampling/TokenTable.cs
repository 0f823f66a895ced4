using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration;

/// <summary>
/// Maps tokens to identifiers (from 1) and unigram buckets: linear probing over 32-byte slots in native memory. A token of at most 16 bytes is its own
/// key, so one cache line answers; longer ones keep their text in an arena. Growing doubles the table; at its cap new tokens get identifier 0.
/// </summary>
internal sealed unsafe class TokenTable : IDisposable
{
    private const int InitialSlots = 1024;
    private const int InlineBytes = 16;

    private readonly long _maximumBytes;
    private readonly uint _maximumIdentifier;
    private readonly NativeBuffer _work;
    private NativeBuffer _slots;
    private NativeBuffer _arena = new(4096);
    private uint _arenaUsed;
    private uint _count;
    private uint _limit;
    private int _shift;

    /// <summary>A table of at most so many bytes and identifiers.</summary>
    public TokenTable(long maximumBytes, uint maximumIdentifier, int blockTokens)
    {
        _maximumBytes = maximumBytes;
        _maximumIdentifier = maximumIdentifier;
        _work = new NativeBuffer((nuint)(blockTokens + 8) * (nuint)sizeof(Key));
        _slots = new NativeBuffer(InitialSlots * (nuint)sizeof(Slot));
        Measure(InitialSlots);
    }

    // 16 bytes of 0xFF, then 16 of 0: a load at 16 - length keeps the first bytes of a token.
    private static ReadOnlySpan<byte> InlineMask =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>
    /// Looks up the tokens <paramref name="first"/>..first+count, adding new ones. Fills identifiers (0: not cached) and buckets; the tokens without a
    /// bucket go to <paramref name="pending"/>.
    /// </summary>
    /// <returns>The number of pending tokens.</returns>
    public int Resolve(TokenBuffer text, int first, int count, uint* identifiers, int* buckets, PendingNGram* pending)
    {
        Grow((uint)count);
        var keys = (Key*)_work.Pointer;
        var slots = (Slot*)_slots.Pointer;
        int shift = _shift;
        nuint mask = (_slots.Length / (nuint)sizeof(Slot)) - 1;
        MakeKeys(text, first, count, keys, slots, shift);
        int pendingCount = 0;
        for (int i = 0; i < count; i++)
        {
            Key key = keys[i];
            nuint index = (nuint)(key.Hash >> shift);
            while (true)
            {
                Slot* slot = slots + index;
                if (((slot->Low ^ key.Low) | (slot->High ^ key.High) | (uint)(slot->Length ^ key.Length)) == 0
                    && (key.Length <= InlineBytes || SameText(slot, text.Text + text.Starts[first + i])))
                {
                    identifiers[i] = slot->Identifier;
                    buckets[i] = slot->Bucket;
                    if (slot->Bucket < 0)
                    {
                        pending[pendingCount++] = new PendingNGram(i, null);
                    }

                    break;
                }

                if (slot->Length == 0)
                {
                    bool added = TryAdd(slot, key, text.Text + text.Starts[first + i]);
                    identifiers[i] = added ? slot->Identifier : 0;
                    pending[pendingCount++] = new PendingNGram(i, added ? &slot->Bucket : null);
                    break;
                }

                index = (index + 1) & mask;
            }
        }

        return pendingCount;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _work.Dispose();
        _slots.Dispose();
        _arena.Dispose();
    }

    private static void MakeKeys(TokenBuffer text, int first, int count, Key* keys, Slot* slots, int shift)
    {
        byte* bytes = text.Text;
        int* starts = text.Starts + first;
        int* ends = text.Ends + first;
        ref byte masks = ref MemoryMarshal.GetReference(InlineMask);
        for (int i = 0; i < count; i++)
        {
            byte* token = bytes + starts[i];
            int length = ends[i] - starts[i];
            Key* key = keys + i;
            if (length <= InlineBytes)
            {
                Vector128<ulong> inline = (Vector128.Load(token) & Vector128.LoadUnsafe(ref masks, (nuint)(InlineBytes - length))).AsUInt64();
                key->Low = inline.ToScalar();
                key->High = inline.GetElement(1);
            }
            else
            {
                key->Low = XxHash3.HashToUInt64(new ReadOnlySpan<byte>(token, length));
                key->High = Unsafe.ReadUnaligned<ulong>(token);
            }

            key->Length = length;
            key->Hash = Mix(key->Low, key->High, length);
            Prefetch.Line(slots + (nuint)(key->Hash >> shift));
        }
    }

    // One multiplication to 128 bits, folded (the "mum" of wyhash, Wang Yi); only the distribution over slots depends on it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong low, ulong high, int length)
    {
        ulong top = Math.BigMul(low ^ 0x9E3779B97F4A7C15, high ^ 0xD6E8FEB86659FD93 ^ ((ulong)length << 56), out ulong bottom);
        return (top ^ bottom) * 0xBF58476D1CE4E5B9;
    }

    private bool SameText(Slot* slot, byte* text) =>
        new ReadOnlySpan<byte>(_arena.Pointer + slot->TextOffset, slot->Length).SequenceEqual(new ReadOnlySpan<byte>(text, slot->Length));

    private bool TryAdd(Slot* slot, Key key, byte* text)
    {
        if (_count >= _limit || (key.Length > InlineBytes && !TryKeepText(text, (uint)key.Length)))
        {
            return false;
        }

        slot->Low = key.Low;
        slot->High = key.High;
        slot->Identifier = ++_count;
        slot->Bucket = -1;
        slot->Length = key.Length;
        slot->TextOffset = _arenaUsed - (uint)key.Length;
        return true;
    }

    private bool TryKeepText(byte* text, uint length)
    {
        ulong needed = (ulong)_arenaUsed + length;
        if (needed > _arena.Length)
        {
            ulong larger = Math.Max(needed, 2 * (ulong)_arena.Length);
            if (larger > uint.MaxValue || larger > (ulong)_maximumBytes || (ulong)_slots.Length > (ulong)_maximumBytes - larger)
            {
                return false;
            }

            var arena = new NativeBuffer((nuint)larger);
            Buffer.MemoryCopy(_arena.Pointer, arena.Pointer, larger, _arenaUsed);
            _arena.Dispose();
            _arena = arena;
        }

        Buffer.MemoryCopy(text, _arena.Pointer + _arenaUsed, length, length);
        _arenaUsed += length;
        return true;
    }

    private void Measure(nuint slots)
    {
        _shift = 64 - System.Numerics.BitOperations.Log2(slots);
        _limit = (long)slots * sizeof(Slot) > _maximumBytes ? 0 : Math.Min(_maximumIdentifier, (uint)(slots / 4 * 3));
    }

    // Doubles the table while the next block could fill more than half of it and the cap allows it.
    private void Grow(uint additional)
    {
        nuint slots = _slots.Length / (nuint)sizeof(Slot);
        while (_count + additional > slots / 2 && _limit < _maximumIdentifier
            && ((long)_slots.Length * 2) + (long)_arena.Length <= _maximumBytes)
        {
            var larger = new NativeBuffer(_slots.Length * 2);
            nuint mask = (slots * 2) - 1;
            Measure(slots * 2);
            var target = (Slot*)larger.Pointer;
            for (var slot = (Slot*)_slots.Pointer; slot < (Slot*)_slots.Pointer + slots; slot++)
            {
                if (slot->Length != 0)
                {
                    nuint index = (nuint)(Mix(slot->Low, slot->High, slot->Length) >> _shift);
                    while (target[index].Length != 0)
                    {
                        index = (index + 1) & mask;
                    }

                    target[index] = *slot;
                }
            }

            _slots.Dispose();
            _slots = larger;
            slots *= 2;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        public ulong Low;
        public ulong High;
        public uint Identifier;
        public int Bucket;
        public int Length;
        public uint TextOffset;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Key
    {
        public ulong Low;
        public ulong High;
        public ulong Hash;
        public int Length;
    }
}
