using System.Text;
using System.Text.Json;
using DataCuration.Filters;

namespace DataCuration.PeerVectors;

/// <summary>ftfy's repair of mojibake: the text with several settings, the steps and the badness.</summary>
public sealed class FtfyJudge() : VectorJudge("ftfy")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        var standard = new MojibakeRepair();
        var compatible = new MojibakeRepair { Normalization = NormalizationForm.FormKC };
        MojibakeRepair datatrove = root.TryGetProperty("datatrove_config", out JsonElement config) ? Configure(config) : MojibakeRepair.Datatrove();
        int number = 0;
        foreach (JsonElement one in root.GetProperty("cases").EnumerateArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = $"{number++} {one.GetProperty("kind").GetString()}";
            if (!TryGetText(one.GetProperty("text"), out string text))
            {
                tally.Deviate(DeviationReasons.HalfSurrogate);
                continue;
            }
            Equal("fix_text", standard.Fix(text));
            Equal("fix_text_nfkc", compatible.Fix(text));
            Equal("datatrove", datatrove.Fix(text));
            Equal("fix_encoding", standard.FixEncoding(text, out IReadOnlyList<MojibakeStep> steps));
            if (one.TryGetProperty("explanation", out JsonElement explanation))
                TextParts.Compare(tally, $"{name} explanation", [.. explanation.EnumerateArray().Select(step => $"{step[0]} {step[1]}")],
                    [.. steps.Select(step => step.ToString())]);
            if (one.TryGetProperty("badness", out JsonElement badness)) tally.Equal($"{name} badness", badness.GetInt32(), MojibakeRepair.CountBadness(text));
            if (one.TryGetProperty("is_bad", out JsonElement isBad)) tally.Equal($"{name} is_bad", isBad.GetBoolean(), MojibakeRepair.CountBadness(text) > 0);

            void Equal(string field, string actual)
            {
                if (one.TryGetProperty(field, out JsonElement expected))
                    tally.Equal($"{name} {field}", expected.ValueKind == JsonValueKind.True ? text : expected.GetString(), actual);
            }
        }
    }

    private static bool TryGetText(JsonElement element, out string text)
    {
        text = "";
        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static MojibakeRepair Configure(JsonElement config)
    {
        JsonElement unescapes = config.GetProperty("unescape_html"), form = config.GetProperty("normalization");
        return new()
        {
            UnescapeHtml = unescapes.ValueKind switch
            {
                JsonValueKind.True => HtmlUnescaping.Always,
                JsonValueKind.False => HtmlUnescaping.Never,
                _ => HtmlUnescaping.BeforeMarkup,
            },
            RemoveTerminalEscapes = Is("remove_terminal_escapes"),
            FixesEncoding = Is("fix_encoding"),
            RestoreByteA0 = Is("restore_byte_a0"),
            ReplaceLossySequences = Is("replace_lossy_sequences"),
            DecodeInconsistentUtf8 = Is("decode_inconsistent_utf8"),
            FixC1Controls = Is("fix_c1_controls"),
            FixLatinLigatures = Is("fix_latin_ligatures"),
            FixCharacterWidth = Is("fix_character_width"),
            UncurlQuotes = Is("uncurl_quotes"),
            FixLineBreaks = Is("fix_line_breaks"),
            RemoveControlCharacters = Is("remove_control_chars"),
            Normalization = form.GetString() switch
            {
                null => null,
                "NFC" => NormalizationForm.FormC,
                "NFD" => NormalizationForm.FormD,
                "NFKC" => NormalizationForm.FormKC,
                var other => throw new InvalidDataException($"Unknown normalization form '{other}'."),
            },
        };

        bool Is(string name) => config.GetProperty(name).GetBoolean();
    }
}
