using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Tests.Reports;

/// <summary>Texts that would act in one output or another, and results that hold them wherever an input's text can stand.</summary>
internal static class HostileTexts
{
    public static IReadOnlyList<string> All { get; } =
    [
        "::error::mine",
        "  ::add-mask::mine",
        "a::b",
        "\n::set-output name=x::1",
        "\r::stop-commands::x",
        "##[error]mine",
        "x ##[set-env name=PATH;]mine",
        "##vso[task.setvariable variable=PATH]mine",
        "x ##VSO[task.complete result=Succeeded;]done",
        "#\u200b#vso[task.complete]",
        "#\u00ad#vso[task.complete]",
        "%0A::error::mine",
        "%AZP0A##vso[x.y]",
        "100%",
        "a;b]c,d:e",
        "\u001b[31mred\u001b[0m",
        "\u001b]0;title\u0007",
        "\u009b31m",
        "bell\u0007",
        "back\b\b\b",
        "\u0000",
        "\u007f",
        "\u0085",
        "\u2028",
        "\u2029",
        "\u202egnp.exe",
        "\u2066hidden\u2069",
        "\ufeff",
        "zero\u200bwidth",
        "\ud800",
        "\udc00x",
        "\uffff",
        "\ufffe",
        "\U000e0041",
        "# heading",
        "- list",
        "1. list",
        "> quote",
        "---",
        "| a | b |",
        "`code`",
        "```",
        "**bold**",
        "[link](https://evil.example)",
        "![image](https://evil.example/x.png)",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "https://evil.example",
        "www.evil.example",
        "a@evil.example",
        "@everyone",
        "\\",
        "\\`",
        "&lt;",
        "$x$",
        "~~x~~",
        "*",
        "_x_",
        "line\nbreak",
        "tab\tstop",
        "<!-- x",
        "]]>",
        "]]>]]&gt;",
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        " =1+1",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\uff1d1",
        "\"quoted\"",
        "'",
        ",",
        ";",
        "\"",
        "\"\"",
        "",
        " ",
        "a b",
        "#1",
        "?x=y",
        "C:/x",
        "//host/x",
        "../../etc/passwd",
        "./x",
        "%2e%2e",
        "{0}",
        "{because}",
        "😀",
        "日本語",
        "e\u0301",
    ];

    public static ScanResult ResultOfAll()
    {
        var results = All.Select(ResultOf).ToList();
        return results[0] with
        {
            Findings = [.. results.SelectMany(result => result.Findings)],
            Diagnostics = [.. results.SelectMany(result => result.Diagnostics)],
            Inputs = [.. results.SelectMany(result => result.Inputs)],
        };
    }

    public static ScanResult ResultOf(string text)
    {
        var source = Source.FromText($"in/{text}", $"before\n{text}\nafter");
        var place = new FindingPlace(Location.InText(source, new(7, text.Length)), text, text) { AddressKind = "registry" };
        var rule = Samples.Rule();
        var finding = new Finding(rule, Verdict.Fail, new("listener", text, text), $"{text}", place) { Related = [place with { IsStep = true }] };
        return new()
        {
            Findings =
            [
                finding,
                finding with
                {
                    Message = $"'{text}' is wrong.",
                    Severity = Severity.Warning,
                },
                finding with
                {
                    Verdict = Verdict.Undecided,
                    Reason = UnknownReason.Unresolvable,
                    Need = new(UnknownReason.Unresolvable, text) { Command = text },
                },
                finding with
                {
                    Severity = Severity.Note,
                },
            ],
            Diagnostics =
            [
                new Diagnostic(new("RDP0107", DiagnosticEffect.Damage, "'{0}' was found."), place.Location, text),
                new Diagnostic(new("RDP0108", DiagnosticEffect.Refusal, "{0}"), place.Location, text),
            ],
            Inputs =
            [
                new(source.Name, InputOutcome.Damaged, "reg-file", text),
                new(text, InputOutcome.Foreign, null, text) { IsArgument = true },
                new($"x.{text}", InputOutcome.Foreign, null, null),
                new(text, InputOutcome.Skipped, null, text),
            ],
            Rules = [rule],
            Subjects = [("listener", 1)],
        };
    }
}
