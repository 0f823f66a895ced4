namespace DataCuration.Extraction.Pdf;

/// <summary>Reads what a font's name and descriptor say.</summary>
internal static class FontNames
{
    /// <summary>The flag for a fixed pitch (ISO 32000-1, table 123).</summary>
    private const int FixedPitch = 1;

    /// <summary>The flag for a font that is drawn bold at small sizes too.</summary>
    private const int ForceBold = 1 << 18;

    private static readonly string[] BoldWords = ["bold", "black", "heavy", "demi", "fett", "-medi"];

    // Bold fonts of TeX, whose names do not say it: Computer Modern, the European and Cyrillic families, and sans serif.
    private static readonly string[] BoldTeX = ["CMBX", "CMB10", "CMSSBX", "CMSSDC", "SFBX", "SFSX", "SFRB", "ECBX", "ECRB", "LABX", "T2BX"];

    /// <summary>Describes a font.</summary>
    /// <param name="name">The name, with or without the prefix of a subset.</param>
    /// <param name="flags">The flags of the descriptor.</param>
    /// <param name="weight">The weight of the descriptor: 400 is normal, 700 bold, 0 unknown.</param>
    public static FontTraits Describe(string name, double flags, double weight)
    {
        ReadOnlySpan<char> own = name;
        // The prefix is six capitals.
        if (own.Length > 7 && own[6] == '+' && !own[..6].ContainsAnyExceptInRange('A', 'Z')) own = own[7..];
        int bits = flags is >= 0 and <= int.MaxValue ? (int)flags : 0;
        bool isBold = weight >= 600 || (bits & ForceBold) != 0;
        foreach (string word in BoldWords) isBold |= own.Contains(word, StringComparison.OrdinalIgnoreCase);
        foreach (string start in BoldTeX) isBold |= own.StartsWith(start, StringComparison.Ordinal);
        return new FontTraits((bits & FixedPitch) != 0 || IsCourier(own), isBold);
    }

    /// <summary>Returns true for the standard font with a fixed pitch, which needs no descriptor, and its clones.</summary>
    private static bool IsCourier(ReadOnlySpan<char> name) => name.StartsWith("Courier", StringComparison.Ordinal);
}
