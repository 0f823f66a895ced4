namespace DataCuration.Extraction;

/// <summary>Meanings of words in class and id attributes. The words are English, since nearly all class names are, whatever the language of the page.</summary>
[Flags]
internal enum ClassWords : ulong
{
    None = 0,
    Navigation = 1 << 0,
    Sidebar = 1 << 1,
    Footer = 1 << 2,
    Header = 1 << 3,
    Share = 1 << 4,
    Related = 1 << 5,
    Comment = 1 << 6,
    Advertisement = 1 << 7,
    Form = 1 << 8,
    Overlay = 1 << 9,
    Meta = 1 << 10,
    Hidden = 1 << 11,
    Content = 1 << 12,
    Article = 1 << 13,
    Forum = 1 << 14,
    Product = 1 << 15,
    Listing = 1 << 16,
    Media = 1 << 17,
    Tool = 1 << 18,
    Code = 1 << 19,
    Title = 1 << 20,
    Author = 1 << 21,
    Text = 1 << 22,
    Date = 1 << 23,
    Caption = 1 << 24,
    Newsletter = 1 << 25,
    Embed = 1 << 26,
    Review = 1 << 27,
    Cookie = 1 << 28,
    Description = 1 << 29,
    Price = 1 << 30,

    /// <summary>Names of consent programs. No feature of the models.</summary>
    Consent = 1ul << 31,

    /// <summary>The text that a member of a forum puts below each post. No feature of the models.</summary>
    Signature = 1ul << 32,

    /// <summary>Frequent questions and their answers. No feature of the models.</summary>
    Faq = 1ul << 33,
}
