using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration;

/// <summary>Writes a model as an ARPA file.</summary>
internal static class ArpaWriter
{
    public static void Write(NGramModel model, Stream output)
    {
        var buffer = new Buffer(output);
        buffer.Add("\\data\\\n"u8);
        for (int n = 1; n <= model.Order; n++) buffer.Add(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"ngram {n}={model.GetCount(n)}\n")));
        buffer.Add("\n\\1-grams:\n"u8);
        for (int id = 0; id < model.VocabularySize; id++)
        {
            (float probability, float backoff) = model.GetUnigram(id);
            buffer.Add(probability);
            buffer.Add("\t"u8);
            buffer.Add(Checked(model.Vocabulary[id]));
            if (model.Order > 1) buffer.AddBackoff(backoff);
            buffer.Add("\n"u8);
        }
        for (int n = 2; n <= model.Order; n++) WriteOrder(model, n, buffer);
        buffer.Add("\n\\end\\\n"u8);
        buffer.Flush();
    }

    private static void WriteOrder(NGramModel model, int n, Buffer buffer)
    {
        buffer.Add(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n\\{n}-grams:\n")));
        NGramHashSection table = model.Table(n);
        if (table.Count > Array.MaxLength)
            throw new InvalidOperationException($"The model has {table.Count} {n}-grams; an ARPA file can have {Array.MaxLength}.");
        var places = new int[table.Count];
        for (int i = 0; i < places.Length; i++) places[i] = i;
        places.AsSpan().Sort((left, right) => Ids(model, n, left).SequenceCompareTo(Ids(model, n, right)));
        foreach (int place in places)
        {
            ReadOnlySpan<byte> entry = table.At(place);
            buffer.Add(MemoryMarshal.Read<float>(entry[8..]));
            ReadOnlySpan<int> ids = Ids(model, n, place);
            for (int i = 0; i < n; i++)
            {
                buffer.Add(i == 0 ? "\t"u8 : " "u8);
                buffer.Add(model.Vocabulary[ids[i]]);
            }
            if (n < model.Order) buffer.AddBackoff(MemoryMarshal.Read<float>(entry[12..]));
            buffer.Add("\n"u8);
        }
    }

    private static ReadOnlySpan<int> Ids(NGramModel model, int n, int place)
    {
        int bytes = n * sizeof(int);
        return MemoryMarshal.Cast<byte, int>(model.File.Slice(model.Layout.WordsOffset(n) + ((long)place * bytes), bytes));
    }

    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> word)
    {
        for (int i = 0; i < word.Length; i++)
            if (word[i] is <= 32 or 127) throw new InvalidOperationException(
                $"The word '{TextExcerpt.Of(word, 60)}' has white space or a control character in it: an ARPA file cannot have it.");
        return word;
    }

    private sealed class Buffer(Stream output)
    {
        private readonly byte[] bytes = new byte[1 << 16];
        private int used;

        public void Add(ReadOnlySpan<byte> more)
        {
            if (more.Length > bytes.Length - used) Flush();
            if (more.Length > bytes.Length)
            {
                output.Write(more);
                return;
            }
            more.CopyTo(bytes.AsSpan(used));
            used += more.Length;
        }

        public void Add(float value)
        {
            if (bytes.Length - used < 32) Flush();
            if (float.IsNegativeInfinity(value))
            {
                Add("-inf"u8); // as SRILM and KenLM write and read the logarithm of 0
                return;
            }
            Utf8Formatter.TryFormat(value, bytes.AsSpan(used), out int length);
            used += length;
        }

        /// <summary>Adds a backoff weight after a tab; 0 is written too, as lmplz does.</summary>
        public void AddBackoff(float value)
        {
            Add("\t"u8);
            Add(value);
        }

        public void Flush()
        {
            output.Write(bytes.AsSpan(0, used));
            used = 0;
        }
    }
}
