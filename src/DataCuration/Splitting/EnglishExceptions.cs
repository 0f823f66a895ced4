using System.Globalization;

namespace DataCuration;

/// <summary>
/// Character sequences that spaCy 3.8 splits as a table says (BASE_EXCEPTIONS of spacy/lang/tokenizer_exceptions.py, TOKENIZER_EXCEPTIONS of
/// spacy/lang/en/tokenizer_exceptions.py): contractions, abbreviations, times and emoticons. Each exists with straight and with typographic apostrophes.
/// </summary>
internal static class EnglishExceptions
{
    private const string Whole =
        "' \\\") <space> '' C++ a. b. c. d. e. f. g. h. i. j. k. l. m. n. o. p. q. r. s. t. u. v. w. x. y. z. ä. ö. ü. — \\t \\n " +
        ":) :-) :)) :-)) :))) :-))) (: (-: =) (= :] :-] [: [-: [= =] :o) (o: :} :-} 8) 8-) (-8 ;) ;-) (; (-; :( :-( :(( :-(( :((( :-((( ): )-: =( >:( :') " +
        ":'-) :'( :'-( :/ :-/ =/ =| :| :-| ]= =[ :1 :P :-P :p :-p :O :-O :o :-o :0 :-0 :() >:o :* :-* :3 :-3 =3 :> :-> :X :-X :x :-x :D :-D ;D ;-D =D " +
        "xD XD xDD XDD 8D 8-D ^_^ ^__^ ^___^ >.< >.> <.< ._. ;_; -_- -__- v.v V.V v_v V_V o_o o_O O_o O_O 0_o o_0 0_0 o.O O.o O.O o.o 0.0 o.0 0.o @_@ " +
        "<3 <33 <333 </3 (^_^) (-_-) (._.) (>_<) (*_*) (¬_¬) ಠ_ಠ ಠ︵ಠ (ಠ_ಠ) ¯\\(ツ)/¯ (╯°□°）╯︵┻━┻ ><(((*> " +
        "'S 's ‘S ‘s and/or w/o 're 'Cause 'cause 'cos 'Cos 'coz 'Coz 'cuz 'Cuz 'bout ma'am Ma'am o'clock O'clock lovin' Lovin' lovin Lovin havin' " +
        "Havin' havin Havin em ll nuff 'em 'll 'nuff " +
        "Mt. Ak. Ala. Apr. Ariz. Ark. Aug. Calif. Colo. Conn. Dec. Del. Feb. Fla. Ga. Ia. Id. Ill. Ind. Jan. Jul. Jun. Kan. Kans. Ky. La. Mar. Mass. " +
        "Mich. Minn. Miss. N.C. N.D. N.H. N.J. N.M. N.Y. Neb. Nebr. Nev. Nov. Oct. Okla. Ore. Pa. S.C. Sep. Sept. Tenn. Va. Wash. Wis. " +
        "'d a.m. Adm. Bros. co. Co. Corp. D.C. Dr. e.g. E.g. E.G. Gen. Gov. i.e. I.e. I.E. Inc. Jr. Ltd. Md. Messrs. Mo. Mont. Mr. Mrs. Ms. p.m. Ph.D. " +
        "Prof. Rep. Rev. Sen. St. vs. v.s.";

    private const string Other =
        "y'|all y|all how|'d|'y How|'d|'y not|'ve not|ve Not|'ve Not|ve can|not Can|not gon|na Gon|na got|ta Got|ta let|'s Let|'s c'm|on C'm|on";

    /// <summary>Forms that are words of their own.</summary>
    private const string Excluded = "Ill ill Its its Hell hell Shell shell Shed shed were Were Well well Whore whore";

    /// <summary>Returns the exceptions: the text, and the tokens that it consists of.</summary>
    public static Dictionary<string, string[]> Build()
    {
        var all = new Dictionary<string, string[]>(StringComparer.Ordinal);
        AddPronouns(all);
        AddVerbs(all);
        foreach (string word in (string[])["doin", "goin", "nothin", "nuthin", "ol", "somethin"])
            foreach (string form in Cases(word)) { Add(all, form); Add(all, form + "'"); }
        for (int hour = 1; hour <= 12; hour++)
            foreach (string period in (string[])["a.m.", "am", "p.m.", "pm"]) Add(all, hour.ToString(CultureInfo.InvariantCulture), period);
        foreach (string tokens in Other.Split(' ')) Add(all, tokens.Split('|'));
        foreach (string text in Whole.Split(' ')) Add(all, text);
        foreach (string text in (string[])[" ", "\t", "\n", "\u00A0"]) Add(all, text);
        foreach (string text in Excluded.Split(' ')) all.Remove(text);
        foreach ((string text, string[] tokens) in all.ToArray())
            if (text.Contains('\'')) all[text.Replace('\'', '’')] = [.. tokens.Select(token => token.Replace('\'', '’'))];
        return all;
    }

    private static void AddPronouns(Dictionary<string, string[]> all)
    {
        foreach (string i in (string[])["i", "I"])
        {
            AddBoth(all, i, "'m");
            AddBoth(all, i, "'m", "a");
        }
        foreach (string word in (string[])["i", "you", "he", "she", "it", "we", "they"])
            foreach (string form in Cases(word)) AddFuture(all, form);
        foreach (string word in (string[])["i", "you", "we", "they"])
            foreach (string form in Cases(word)) AddBoth(all, form, "'ve");
        foreach (string word in (string[])["you", "we", "they"])
            foreach (string form in Cases(word)) AddBoth(all, form, "'re");
        foreach (string word in (string[])["he", "she", "it"])
            foreach (string form in Cases(word)) AddBoth(all, form, "'s");
        foreach (string word in (string[])["who", "what", "when", "where", "why", "how", "there", "that", "this", "these", "those"])
        {
            foreach (string form in Cases(word))
            {
                AddFuture(all, form);
                if (word is not ("these" or "those")) AddBoth(all, form, "'s");
                if (word is "that" or "this") continue;
                AddBoth(all, form, "'re");
                AddBoth(all, form, "'ve");
            }
        }
    }

    private static void AddVerbs(Dictionary<string, string[]> all)
    {
        foreach (string word in "ca could do does did had may might must need ought sha should wo would".Split(' '))
        {
            foreach (string form in Cases(word))
            {
                AddBoth(all, form, "n't");
                AddBoth(all, form, "n't", "'ve");
            }
        }
        foreach (string word in (string[])["could", "might", "must", "should", "would"])
            foreach (string form in Cases(word)) AddBoth(all, form, "'ve");
        foreach (string word in (string[])["ai", "are", "is", "was", "were", "have", "has", "dare"])
            foreach (string form in Cases(word)) AddBoth(all, form, "n't");
    }

    private static void AddFuture(Dictionary<string, string[]> all, string form)
    {
        AddBoth(all, form, "'ll");
        AddBoth(all, form, "'ll", "'ve");
        AddBoth(all, form, "'d");
        AddBoth(all, form, "'d", "'ve");
    }

    /// <summary>Adds a form with its apostrophes and one without.</summary>
    private static void AddBoth(Dictionary<string, string[]> all, params string[] tokens)
    {
        Add(all, tokens);
        Add(all, [.. tokens.Select(token => token.Replace("'", "", StringComparison.Ordinal))]);
    }

    private static void Add(Dictionary<string, string[]> all, params string[] tokens) => all[string.Concat(tokens)] = tokens;

    private static string[] Cases(string word) => [word, char.ToUpperInvariant(word[0]) + word[1..]];
}
