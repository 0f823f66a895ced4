namespace DataCuration.Tokenization;

/// <summary>Finds out whether the steps of a <c>tokenizer.json</c> keep all of a text, so that its tokens cover it.</summary>
internal static class TextKeeping
{
    /// <summary>Returns true if a normalizer never removes a character.</summary>
    public static bool Normalizes(JsonPart part)
    {
        if (part.IsNull) return true;
        return part.Type switch
        {
            "Sequence" => part["normalizers"].Items().All(Normalizes),
            "Replace" => part["content"].Text().Length > 0,
            "NFC" or "NFD" or "NFKC" or "NFKD" or "Lowercase" or "Prepend" or "ByteLevel" => true,
            _ => false,
        };
    }

    /// <summary>Returns true if a pre-tokenizer never removes a character.</summary>
    public static bool Splits(JsonPart part)
    {
        if (part.IsNull) return true;
        return part.Type switch
        {
            "Sequence" => part["pretokenizers"].Items().All(Splits),
            // The known patterns match all of a text.
            "Split" => part["behavior"].Text() != "Removed"
                || (part["invert"].Flag(false) && WordSplits.Find(part["pattern"]["Regex"].OptionalText() ?? "") != WordSplit.Other),
            "ByteLevel" or "Metaspace" or "Digits" or "UnicodeScripts" => true,
            "Punctuation" => part["behavior"].OptionalText() != "Removed",
            _ => false,
        };
    }
}
