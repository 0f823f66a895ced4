namespace DataCuration.Filters;

/// <summary>The phrases of NeMo Curator's boilerplate rules (nemo_curator/stages/text/utils/constants.py), in lower case.</summary>
internal static class NemoPhrases
{
    // Of the peer's 14 entries, the five long ones contain one of the short ones ("uses cookies", "use of" ...) or are given here in full.
    private static readonly ByteTrie Phrases = new(
    [
        "terms of use", "privacy policy", "cookie policy", "uses cookies", "privacy overview", "use of cookies", "use cookies",
        "privacy & cookies policy", "privacy and cookies policy",
        "necessary cookies are absolutely essential for the website to function properly. this category only includes cookies that ensures basic "
            + "functionalities and security features of the website. these cookies do not store any personal information.",
        "any cookies that may not be particularly necessary for the website to function and is used specifically to collect user personal data via "
            + "analytics, ads, other embedded contents are termed as non-necessary cookies. it is mandatory to procure user consent prior to running "
            + "these cookies on your website.",
        "if you continue to browse this site without changing your cookie settings, you agree to this use. acceptread more",
    ]);

    /// <summary>True if a paragraph in lower case has one of the phrases.</summary>
    public static bool AreIn(ReadOnlySpan<byte> paragraph) => Phrases.IsIn(paragraph);
}
