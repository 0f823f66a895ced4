using System.Collections.Frozen;

namespace DataCuration;

/// <summary>Normalizes language tags.</summary>
public static class LanguageTags
{
    /// <summary>The tag of a text in an unknown language (ISO 639-2).</summary>
    public const string Undetermined = "und";

    /// <summary>ISO 639-3 and bibliographic 639-2 codes that have a two-letter code, which BCP 47 requires (RFC 5646, section 2.2.1).</summary>
    private static readonly FrozenDictionary<string, string> Short = MakeShort();

    /// <summary>
    /// Returns the primary language subtag of a tag or label, in lower case. It has two letters if such a code exists (<c>en-US</c>, <c>eng_Latn</c>,
    /// <c>EN</c> → <c>en</c>).
    /// </summary>
    /// <param name="tag">A BCP 47 tag, an ISO 639 code or a label such as <c>zho_Hans</c>.</param>
    /// <returns>The subtag; null if the text does not start with one (2 to 8 letters).</returns>
    public static string? Primary(string? tag)
    {
        if (tag is null) return null;
        ReadOnlySpan<char> text = tag.AsSpan().Trim();
        int length = 0;
        while (length < text.Length && char.IsAsciiLetter(text[length])) length++;
        if (length is < 2 or > 8 || (length < text.Length && text[length] is not ('-' or '_'))) return null;
        string primary = text[..length].ToString().ToLowerInvariant();
        return Short.GetValueOrDefault(primary, primary);
    }

    private static FrozenDictionary<string, string> MakeShort()
    {
        const string Codes = "aar aa abk ab afr af aka ak alb sq amh am ara ar arb ar arg an arm hy asm as ava av ave ae aym ay aze az azj az bak ba bam bm "
            + "baq eu bel be ben bn bih bh bis bi bos bs bre br bul bg bur my cat ca ces cs cha ch che ce "
            + "chi zh chu cu chv cv cmn zh cor kw cos co cre cr cym cy cze cs dan da deu de div dv dut nl dzo dz ell el eng en epo eo est et ekk et eus eu ewe "
                + "ee fao fo fas fa pes fa fij fj fin fi fra fr fre fr fry fy ful ff geo ka ger de gla gd "
            + "gle ga glg gl glv gv gre el grn gn guj gu hat ht hau ha hbs sh heb he her hz hin hi hmo ho hrv hr hun hu hye hy ibo ig ice is ido io iii ii iku "
                + "iu ile ie ina ia ind id ipk ik isl is ita it jav jv jpn ja kal kl kan kn kas ks kat ka "
            + "kau kr kaz kk khm km kik ki kin rw kir ky kom kv kon kg kor ko kua kj kur ku lao lo lat la lav lv lvs lv lim li lin ln lit lt ltz lb lub lu lug "
                + "lg mac mk mah mh mal ml mao mi mar mr may ms mkd mk mlg mg mlt mt mon mn mri mi msa ms "
            + "zsm ms mya my nau na nav nv nbl nr nde nd ndo ng nep ne npi ne nld nl nno nn nob nb nor no nya ny oci oc oji oj ori or ory or orm om oss os pan "
                + "pa per fa pli pi pol pl por pt pus ps que qu roh rm ron ro rum ro run rn rus ru sag sg san sa "
            + "sin si slk sk slo sk slv sl sme se smo sm sna sn snd sd som so sot st spa es sqi sq srd sc srp sr ssw ss sun su swa sw swh sw swe sv tah ty tam "
                + "ta tat tt tel te tgk tg tgl tl tha th tib bo bod bo tir ti ton to tsn tn tso ts tuk tk "
            + "tur tr twi tw uig ug ukr uk urd ur uzb uz uzn uz ven ve vie vi vol vo wel cy wln wa wol wo xho xh yid yi yor yo zha za zho zh zul "
                + "zu iw he in id ji yi mo ro jw jv";
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string[] pair in Codes.Split(' ').Chunk(2)) codes[pair[0]] = pair[1];
        return codes.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
