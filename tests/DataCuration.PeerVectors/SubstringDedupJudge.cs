using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Judges exact substrings on files of <c>substring_dedup</c>.</summary>
internal sealed class SubstringDedupJudge() : VectorJudge("substring_dedup")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        foreach (JsonElement test in root.GetProperty("self_similar").EnumerateArray()) JudgeSelf(test, tally);
        int number = 0;
        foreach (JsonElement test in root.GetProperty("across_similar").EnumerateArray()) JudgeAcross(test, $"across {number++}", tally);
        number = 0;
        foreach (JsonElement test in root.GetProperty("datatrove").EnumerateArray()) JudgeDatatrove(test, $"datatrove {number++}", tally);
    }

    private static void JudgeSelf(JsonElement test, VectorTally tally)
    {
        string name = test.GetProperty("name").GetString()!;
        byte[] data = test.GetProperty("data").GetBytesFromBase64();
        int length = test.GetProperty("length_threshold").GetInt32(), frequency = test.GetProperty("frequency_threshold").GetInt32();
        var suffixes = new int[data.Length];
        SuffixArray.Build<byte>(data, suffixes);
        if (test.TryGetProperty("suffix_array", out JsonElement expected) && expected.ValueKind == JsonValueKind.Array)
            tally.Equal($"{name}: suffix array", Text(expected), string.Join(' ', suffixes));
        tally.Equal($"{name}: pointer bytes", test.GetProperty("pointer_bytes").GetInt32(), SuffixArray.GetPointerBytes(data.Length));
        RepeatedSubstringResult plain = RepeatedSubstrings.Find<byte>(data, length, SubstringCopies.All);
        tally.Equal($"{name}: positions", test.GetProperty("brute_force").GetProperty("positions").GetInt64(), plain.Windows);
        tally.Equal($"{name}: covered", Ranges(test.GetProperty("brute_force").GetProperty("covered")), Ranges(plain.Ranges));
        if (test.GetProperty("only_save_one").GetBoolean())
        {
            tally.Deviate(DeviationReasons.SubstringSaveOne);
            return;
        }
        RepeatedSubstringResult found = RepeatedSubstrings.Find<byte>(data, length, SubstringCopies.All, Math.Max(frequency, 1) + 1);
        tally.Equal($"{name}: duplicates", test.GetProperty("duplicates_found").GetInt64(), found.Windows);
        tally.Equal($"{name}: ranges", Ranges(test.GetProperty("ranges")), Ranges(found.Ranges));
    }

    private static void JudgeAcross(JsonElement test, string name, VectorTally tally)
    {
        byte[] first = test.GetProperty("first").GetBytesFromBase64(), second = test.GetProperty("second").GetBytesFromBase64();
        int length = test.GetProperty("length_threshold").GetInt32();
        string inFirst = Ranges(RepeatedSubstrings.FindShared<byte>(first, second, length).Ranges);
        string inSecond = Ranges(RepeatedSubstrings.FindShared<byte>(second, first, length).Ranges);
        if (test.TryGetProperty("error", out _))
        {
            tally.Deviate(DeviationReasons.SubstringAcrossThrew);
            return;
        }
        JsonElement brute = test.GetProperty("brute_force");
        tally.Equal($"{name}: brute force, first", Ranges(brute[0]), inFirst);
        tally.Equal($"{name}: brute force, second", Ranges(brute[1]), inSecond);
        Compare($"{name}: first", Ranges(test.GetProperty("ranges_first")), Ranges(brute[0]), inFirst);
        Compare($"{name}: second", Ranges(test.GetProperty("ranges_second")), Ranges(brute[1]), inSecond);

        void Compare(string what, string expected, string right, string actual)
        {
            if (expected == right) tally.Equal(what, expected, actual);
            else tally.Deviate(DeviationReasons.SubstringAcrossEdge);
        }
    }

    private static void JudgeDatatrove(JsonElement test, string name, VectorTally tally)
    {
        string[][] parts = [.. test.GetProperty("parts").EnumerateArray().Select(part => part.EnumerateArray().Select(text => text.GetString()!).ToArray())];
        byte[][][] sequences = [.. parts.Select((part, file) => part.Select((text, i) => DatatroveSubstrings.ToSequence(file, i,
            Encoding.UTF8.GetBytes(text))).ToArray())];
        byte[] joined = [.. sequences.SelectMany(part => part).SelectMany(bytes => bytes)];
        if (test.TryGetProperty("sequence_files", out JsonElement files) && files.ValueKind == JsonValueKind.Object)
        {
            var offsets = new byte[4 * (parts.Length + 1)];
            long offset = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                byte[] own = [.. sequences[i].SelectMany(bytes => bytes)];
                var sizes = new byte[8 * own.Length];
                for (int j = 0; j < sequences[i].Length; j++) BinaryPrimitives.WriteInt64LittleEndian(sizes.AsSpan(8 * j), sequences[i][j].Length);
                CompareFile($"{i:D5}.es_sequence", own);
                CompareFile($"{i:D5}.es_sequence.size", sizes.AsSpan(0, 8 * sequences[i].Length).ToArray());
                offset += own.Length;
                BinaryPrimitives.WriteInt32LittleEndian(offsets.AsSpan(4 * (i + 1)), (int)offset);
            }
            CompareFile("bytes_offsets.info", offsets);
        }
        IReadOnlyList<SubstringRange> ranges =
            RepeatedSubstrings.Find<byte>(joined, test.GetProperty("length_threshold_bytes").GetInt32(), SubstringCopies.All).Ranges;
        tally.Equal($"{name}: ranges", Ranges(test.GetProperty("ranges")), Ranges(ranges));
        long start = 0;
        for (int file = 0; file < parts.Length; file++)
        {
            string?[] texts = DatatroveSubstrings.Remove(parts[file], start, ranges, test.GetProperty("min_doc_words").GetInt32());
            string[] left = [.. texts.Select((text, i) => (text, i)).Where(one => one.text is not null).Select(one => $"{file}/{one.i}: {one.text}")];
            string[] expected = [.. test.GetProperty("result")[file].EnumerateArray().Select(one => $"{one[0].GetString()}: {one[1].GetString()}")];
            tally.Equal($"{name}: file {file}", string.Join('\n', expected), string.Join('\n', left));
            start += sequences[file].Sum(bytes => (long)bytes.Length);
        }

        void CompareFile(string file, byte[] actual)
        {
            if (files.TryGetProperty(file, out JsonElement content))
                tally.Equal($"{name}: {file}", content.GetString(), Convert.ToBase64String(actual));
        }
    }

    private static string Text(JsonElement numbers) => string.Join(' ', numbers.EnumerateArray().Select(number => number.GetInt32()));

    private static string Ranges(JsonElement ranges) => string.Join(' ', ranges.EnumerateArray().Select(range
        => $"{range[0].GetInt32()}-{range[1].GetInt32()}"));

    private static string Ranges(IReadOnlyList<SubstringRange> ranges) => string.Join(' ', ranges.Select(range => $"{range.Start}-{range.End}"));
}
