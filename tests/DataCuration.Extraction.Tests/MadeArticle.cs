namespace DataCuration.Extraction.Tests;

/// <summary>Hand-written pages of fictitious sites, with the text that an extractor must keep and drop.</summary>
internal static class MadeArticle
{
    public const string Comment = "I watched the ferry come in this morning and the whole quay was cheering, what a sight.";

    public static readonly string[] Paragraphs =
    [
        "The old harbour of Westhaven opened its gates again on Monday, eleven days after the autumn storm tore away two of its piers and "
            + "left a dozen boats on the rocks.",
        "Crews worked around the clock to clear timber and steel from the channel, said harbour master Joan Prewitt, who had slept in her "
            + "office for most of the past week.",
        "Repairs to the northern breakwater will take until spring, and insurers expect the damage to exceed four million pounds, according to a report that "
            + "the town council published on Friday.",
        "Fishermen, however, were glad to be back at sea: prices for cod had doubled while the fleet lay idle, and several families had "
            + "begun to live on their savings.",
        "The council plans to raise the quay by half a metre over the next three years. \"We cannot stop the sea,\" Ms Prewitt said, \"but we can stop "
            + "pretending that it will not come back.\"",
    ];

    public static readonly string[] Foreign =
    [
        "Accept all cookies", "Sign in", "Weather", "Ten recipes for pumpkin season", "Subscribe to our newsletter", "Terms of use",
        "All rights reserved", "Share this story", "Most read",
    ];

    public static readonly string Page = $$"""
        <!DOCTYPE html>
        <html lang="en-GB"><head><meta charset="utf-8"><title>Harbour reopens after storm | Westhaven Courier</title>
        <meta property="og:type" content="article"><meta property="og:site_name" content="Westhaven Courier"><meta name="author" content="Ada Ferry">
        <meta property="article:published_time" content="2025-11-03T08:30:00Z"><link rel="canonical" href="https://example.org/news/harbour">
        <style>.a{color:red}</style><script>var tracking = "this is not text";</script></head>
        <body class="page single">
        <div class="cookie-banner" id="consent"><p>We use cookies to improve your visit.</p><button>Accept all cookies</button></div>
        <header class="site-header"><a href="/"><img src="logo.png" alt="Westhaven Courier"></a>
        <nav class="main-nav"><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li><li><a href="/login">Sign in</a></li></ul></nav></header>
        <main><article class="post"><h1 class="headline">Harbour reopens after storm</h1>
        <div class="byline">By <a rel="author" href="/ada">Ada Ferry</a> <time datetime="2025-11-03">3 November 2025</time></div>
        <div class="share-bar">Share this story <a href="#">Mail</a> <a href="#">Print</a></div>
        <div class="article-body"><p>{{Paragraphs[0]}}</p><p>{{Paragraphs[1]}}</p><p>{{Paragraphs[2]}}</p>
        <aside class="related"><h3>Most read</h3><ul><li><a href="/a">Ten recipes for pumpkin season</a></li><li><a href="/b">Council names new clerk</a></li></ul></aside>
        <p>{{Paragraphs[3]}}</p><p>{{Paragraphs[4]}}</p></div></article>
        <section class="comments" id="comments"><h2>Comments</h2><ol class="comment-list"><li class="comment"><div class="comment-author">Tom</div><p>{{Comment}}</p></li></ol></section></main>
        <div class="newsletter"><h3>Subscribe to our newsletter</h3><form><input type="email"><button>Go</button></form></div>
        <footer class="site-footer"><ul><li><a href="/terms">Terms of use</a></li><li><a href="/privacy">Privacy</a></li></ul><p>© 2025 Westhaven Courier. All rights reserved.</p></footer>
        </body></html>
        """;

    public static readonly string Forum = """
        <!DOCTYPE html><html><head><title>Gate latch sticks in winter - Garden Forum</title></head><body>
        <div class="navbar"><a href="/">Home</a> <a href="/search">Search</a> <a href="/members">Members</a></div>
        <h1>Gate latch sticks in winter</h1>
        <div class="post" id="p1"><div class="author">hedgerow <span>Posts: 120</span></div><div class="message"><p>Every winter my gate latch swells and sticks. I have tried oil and wax, and neither lasts longer than a week. Any ideas?</p></div></div>
        <div class="post" id="p2"><div class="author">ironmonger <span>Posts: 4031</span></div><div class="message"><blockquote>neither lasts longer than a week</blockquote><p>Take the latch off and plane two millimetres from the stile. Then:</p><pre><code class="language-text">sand
          seal   (two coats)
        refit</code></pre><p>It will not stick again, the wood needs room to move.</p></div></div>
        <div class="post" id="p3"><div class="author">hedgerow</div><div class="message"><p>That worked, thank you! Planed it on Saturday and it closes with one finger now.</p></div></div>
        <div class="footer"><a href="/rules">Rules</a> <a href="/contact">Contact</a></div></body></html>
        """;
}
