using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace DataCuration.TestKit;

/// <summary>
/// Generates a deterministic JSONL corpus (fields id, text, source) with the repetition of natural language, for benchmarks and large tests. Word
/// frequencies follow
/// Zipf's law with a tail of ever new words. Each word has its own, unequally likely successors, so word pairs repeat as in prose too. 200 MB contain about
/// 41 million tokens with 700,000 distinct ones and 4.35 million distinct pairs. Natural text of that size has nearly the same (42 million, 670,000 and
/// 4.33 million, measured). Lengths follow about a log-normal distribution around 2 kB. Some text is not ASCII, and some is escaped. Equal arguments give equal
/// bytes on every machine.
/// </summary>
public sealed class DiverseCorpusGenerator
{
    private const int Topics = 16;
    private const int FlushBytes = 1 << 20;
    private const int MaximumTextBytes = 200_000;

    // Shares of the ranks 1, 2-3, 4-7, ... in 1024ths: Zipf's law up to rank 2^12, steeper above.
    private static readonly byte[] WordOctaves = Octaves(12, 0.65, 19);

    // The same for the successors of one word: the first few get most of the probability.
    private static readonly byte[] SuccessorOctaves = Octaves(0, 0.68, 20);
    private static readonly uint[] Syllables = MakeSyllables();

    private readonly byte[] _buffer = new byte[FlushBytes + (2 * MaximumTextBytes)];
    private readonly string _source;
    private readonly uint _shift;
    private ulong _state;
    private int _position;

    private DiverseCorpusGenerator(ulong seed, string source, double topicShift)
    {
        // States that lie a multiple of the step apart give the same numbers, shifted. The first seed gives the texts that were measured earlier.
        _state = 0x9E3779B97F4A7C15 + Mix(seed - 1);
        _source = source;
        _shift = (uint)(topicShift * 65536);
    }

    /// <summary>Writes documents until at least <paramref name="bytes"/> bytes are written.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <param name="bytes">The minimum size.</param>
    /// <param name="seed">Different seeds give different texts of the same language.</param>
    /// <param name="source">The source field, and the prefix of the ids.</param>
    /// <param name="topicShift">0: all sixteen topics alike, as in raw data. 1: one topic only. Between: that share of documents has the one topic.</param>
    /// <returns>The number of documents.</returns>
    public static long Write(Stream output, long bytes, ulong seed, string source = "web", double topicShift = 0)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfNegative(topicShift);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(topicShift, 1);
        var generator = new DiverseCorpusGenerator(seed, source, topicShift);
        long documents = 0;
        for (long written = 0; written < bytes; documents++)
        {
            int before = generator._position;
            generator.Document(documents);
            written += generator._position - before;
            if (generator._position >= FlushBytes || written >= bytes)
            {
                output.Write(generator._buffer, 0, generator._position);
                generator._position = 0;
            }
        }

        return documents;
    }

    private static byte[] Octaves(int flat, double decay, int count)
    {
        double[] weights = new double[count];
        for (int octave = 0; octave < count; octave++)
        {
            weights[octave] = octave < flat ? 1 : (octave == 0 ? 1 : weights[octave - 1] * decay);
        }

        double total = weights.Sum();
        byte[] table = new byte[1024];
        double cumulative = 0;
        int entry = 0;
        for (int octave = 0; octave < count; octave++)
        {
            cumulative += weights[octave];
            for (; entry < table.Length && entry < cumulative / total * table.Length; entry++)
            {
                table[entry] = (byte)octave;
            }
        }

        table.AsSpan(entry).Fill((byte)(count - 1));
        return table;
    }

    // 64 syllables: up to three letters in the low bytes, the length in the highest.
    private static uint[] MakeSyllables()
    {
        const string Consonants = "tnsrhldcmfpgwybv";
        const string Vowels = "eaio";
        uint[] syllables = new uint[64];
        for (int i = 0; i < 64; i++)
        {
            uint text = Consonants[i & 15] | ((uint)Vowels[i >> 4] << 8);
            bool closed = ((i * 7) & 3) == 1;
            syllables[i] = closed ? text | ((uint)Consonants[(i * 5) & 7] << 16) | (3u << 24) : text | (2u << 24);
        }

        return syllables;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 32)) * 0xD6E8FEB86659FD93;
        return (value ^ (value >> 32)) * 0xD6E8FEB86659FD93;
    }

    // A rank of at least 1: the top ten bits choose the octave, the bits below the position in it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Rank(byte[] octaves, ulong bits)
    {
        int octave = octaves[bits >> 54];
        return (1u << octave) + (uint)((bits >> 20) & ((1u << octave) - 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong value = _state;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private void Document(long number)
    {
        ulong random = Next();
        int topic = (uint)(random & 0xFFFF) < _shift ? 0 : (int)((random >> 16) % Topics);
        int length = Length(random >> 20);
        bool escaped = ((random >> 56) & 3) == 0;
        bool cyrillic = ((random >> 58) & 31) == 0;
        Put("{\"id\":\"");
        Put(_source);
        Put("-");
        Number(number);
        Put("\",\"text\":\"");
        int begin = _position;
        Text(length, (uint)topic, escaped);
        if (cyrillic)
        {
            Transliterate(begin);
        }

        Put("\",\"source\":\"");
        Put(_source);
        Put("\"}\n");
    }

    // 2^x with x near normal (four uniform numbers), median about 1,450 bytes; linear between powers of two.
    private static int Length(ulong bits)
    {
        uint sum = (uint)((bits & 255) + ((bits >> 8) & 255) + ((bits >> 16) & 255) + ((bits >> 24) & 255)); // mean 510, deviation 148
        uint exponent = 2176 + sum; // in 256ths: 8.5 to 12.5
        int length = (int)(((256 + (exponent & 255)) << (int)(exponent >> 8)) >> 8);
        if (((bits >> 34) & 63) == 0)
        {
            length *= 16;
        }

        return Math.Min(length, MaximumTextBytes / 2);
    }

    private void Text(int length, uint topic, bool escaped)
    {
        int end = _position + length;
        uint previous = 1;
        int sentence = 0;
        bool capital = true;
        while (_position < end)
        {
            ulong random = Next();
            uint kind = (uint)random & 0xFF;
            int start = _position;
            if (kind < 6)
            {
                // A rare word, with a rank from 2^14 to 2^23; its successor depends on its class only.
                int octave = 14 + (int)((random >> 8) % 9);
                Spell((1u << octave) + (uint)((random >> 20) & ((1u << octave) - 1)));
                previous = 1 + ((uint)(random >> 50) & 31);
            }
            else if (kind < 24)
            {
                // A word of the topic, from the topic's own short vocabulary.
                uint rank = Rank(SuccessorOctaves, random) & 0xFF;
                Spell(rank + 64);
                Syllable(topic * 4);
                previous = ((topic + 1) << 24) + rank;
            }
            else
            {
                uint successor = Rank(SuccessorOctaves, random);
                previous = Rank(WordOctaves, Mix(((ulong)previous << 32) | successor));
                Spell(previous);
            }

            if (capital)
            {
                _buffer[start] -= 32;
                capital = false;
            }

            if (++sentence > 6)
            {
                uint mark = (uint)(random >> 8) & 0x3FF;
                if (mark < 80)
                {
                    Put(mark < 72 ? "." : mark < 76 ? "?" : "!");
                    capital = true;
                    sentence = 0;
                    if (mark < 10)
                    {
                        Put("\\n\\n");
                        continue;
                    }
                }
                else
                {
                    Mark(mark, escaped);
                }
            }

            _buffer[_position++] = (byte)' ';
        }
    }

    private void Mark(uint mark, bool escaped)
    {
        switch (mark)
        {
            case < 160:
                Put(",");
                break;
            case < 166:
                Put(escaped ? " \\u2014" : " \u2014");
                break;
            case < 172:
                Put(escaped ? "caf\\u00e9" : "\u00E9");
                break;
            case < 178:
                Put(" \\\"");
                break;
            case < 182:
                Put("\u2019s");
                break;
            case < 190:
                Put(" ");
                Number((long)(Next() >> 60) * mark);
                break;
            case 190:
                Put(escaped ? " \\ud83d\\ude00" : " \U0001F600");
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Spell(uint rank)
    {
        do
        {
            Syllable(rank & 63);
            rank >>= 6;
        }
        while (rank != 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Syllable(uint index)
    {
        uint syllable = Syllables[index];
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_position), syllable);
        _position += (int)(syllable >> 24);
    }

    private void Put(string text) => _position += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_position));

    private void Number(long number)
    {
        number.TryFormat(_buffer.AsSpan(_position), out int length, default, System.Globalization.CultureInfo.InvariantCulture);
        _position += length;
    }

    // Latin letters from position begin become Cyrillic ones, except in escapes.
    private void Transliterate(int begin)
    {
        byte[] text = _buffer[begin.._position];
        _position = begin;
        for (int i = 0; i < text.Length; i++)
        {
            byte letter = text[i];
            if (letter == '\\')
            {
                int size = text[i + 1] == 'u' ? 6 : 2;
                text.AsSpan(i, size).CopyTo(_buffer.AsSpan(_position));
                _position += size;
                i += size - 1;
            }
            else if (char.IsAsciiLetter((char)letter))
            {
                int cyrillic = char.IsAsciiLetterUpper((char)letter) ? 0x410 + letter - 'A' : 0x430 + letter - 'a';
                _buffer[_position++] = (byte)(0xC0 | (cyrillic >> 6));
                _buffer[_position++] = (byte)(0x80 | (cyrillic & 0x3F));
            }
            else
            {
                _buffer[_position++] = letter;
            }
        }
    }
}
