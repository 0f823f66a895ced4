namespace DataCuration.Extraction;

/// <summary>The kinds of elements around a block.</summary>
[Flags]
internal enum PlaceFlags : uint
{
    None = 0,
    Navigation = 1 << 0,
    Header = 1 << 1,
    Footer = 1 << 2,
    Aside = 1 << 3,
    Article = 1 << 4,
    Main = 1 << 5,
    Form = 1 << 6,
    Figure = 1 << 7,
    Table = 1 << 8,
    List = 1 << 9,
    Details = 1 << 10,
    Hidden = 1 << 11,
    AriaHidden = 1 << 12,
    Noscript = 1 << 13,
    Dialog = 1 << 14,
    Address = 1 << 15,
    Link = 1 << 16,
    Quote = 1 << 17,
    Preformatted = 1 << 18,
    Button = 1 << 19,
    ArticleBody = 1 << 20,
    UserContent = 1 << 21,
    Description = 1 << 22,
    Definition = 1 << 23,
}
