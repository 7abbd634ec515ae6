using System.Collections.Immutable;
using System.Net;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports;

namespace RdpCompliance.Cli.Configuration;

/// <summary>The keys of the configuration.</summary>
internal static class ConfigurationShape
{
    public const string Hosts = "hosts";
    public const string Rules = "rules";
    public const string Paths = "paths";
    public const string Roles = "roles";
    public const string ReachableFrom = "reachable-from";
    public const string Scope = "scope";
    public const string Exclude = "exclude";
    public const string Policies = "policies";
    public const string PoliciesOnly = "policies-only";
    public const string FailOn = "fail-on";
    public const string FailOnUndecided = "fail-on-undecided";
    public const string IncludeUndecided = "include-undecided";
    public const string AllowIncomplete = "allow-incomplete";
    public const string RequireComplete = "require-complete";
    public const string AsOf = "as-of";
    public const string Parameters = "parameters";
    public const string Format = "format";
    public const string Output = "output";

    private static readonly ImmutableArray<string> Formats = [.. ReportFormats.All.Select(report => report.Format)];
    private static readonly Shape.Text Anything = new("text", text => text.Length > 0);
    private static readonly Shape.Text GlobText = new("a glob", text => Glob.TryParse(text) is not null);
    private static readonly Shape.Text IdText = new("an id of 32 hexadecimal digits", text => Guid.TryParse(text, out _));
    private static readonly Shape.Text ParameterName = new("the name of a parameter", text =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    private static readonly Shape.Text RuleText = new("a rule's id ('RDP' and four digits) or '*'", text =>
        text == "*" || (text is ['R' or 'r', 'D' or 'd', 'P' or 'p', _, _, _, _] && text[3..].All(char.IsAsciiDigit)));
    private static readonly Shape.OneOrMany RoleChoices = new(new Shape.Choice(RoleNames));

    public static ImmutableArray<string> RoleNames => ["host", "client", "gateway", "broker", "session-host", "avd-host"];

    public static Shape.Table Root { get; } =
        new([
            new(
                Hosts,
                new Shape.ListOf(
                    new Shape.Table([
                        new("name", Anything, Need.Required),
                        new(Paths, new Shape.OneOrMany(GlobText)),
                        new("roles", RoleChoices),
                        new("gpos", new Shape.OneOrMany(Anything)),
                        new(
                            "azure-id",
                            new Shape.Text("a resource id ('/subscriptions/…')", text => text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase))
                        ),
                    ]))),
            new(
                Rules,
                new Shape.MapOf(
                    RuleText,
                    new Shape.OneOrMany(
                        new Shape.Table([
                            new("severity", new Shape.Choice(["error", "warning", "note", "off"])),
                            new(Paths, new Shape.OneOrMany(GlobText)),
                            new("parameters", new Shape.MapOf(ParameterName, new Shape.Anything())),
                        ])))),
            new(Roles, RoleChoices),
            new(ReachableFrom, new Shape.OneOrMany(new Shape.Text("an address, a CIDR range or a service tag", IsAddressOrTag))),
            new(
                Scope,
                new Shape.Table([
                    new("subscription", IdText),
                    new("subscription-name", Anything),
                    new("tenant", IdText),
                    new("management-group", Anything),
                    new("resource-group", Anything),
                    new("location", Anything),
                    new("deployment-name", Anything),
                ])),
            new(Exclude, new Shape.OneOrMany(GlobText)),
            new(Policies, Anything),
            new(PoliciesOnly, Anything),
            new(FailOn, new Shape.Choice(["error", "warning", "note", "none"])),
            new(FailOnUndecided, new Shape.Flag()),
            new(IncludeUndecided, new Shape.Choice(["none", "with-evidence", "all"])),
            new(AllowIncomplete, new Shape.Flag()),
            new(RequireComplete, new Shape.Flag()),
            new(AsOf, new Shape.Text("a date such as 2026-06-01 or 2026-06-01T12:00:00Z", text => FieldValue.Instant.TryParse(text) is not null)),
            new(Parameters, new Shape.OneOrMany(Anything)),
            new(
                Format,
                new Shape.OneOrMany(
                    new Shape.Text(
                        $"a format (as FORMAT or FORMAT=FILE; formats are {string.Join(", ", Formats)})",
                        text => !text.EndsWith('=') && ReportFormats.Find(text.Split('=')[0]) is not null)
                    {
                        Known = Formats,
                    })),
            new(Output, Anything),
        ]);

    private static bool IsAddressOrTag(string text) =>
        IPNetwork.TryParse(text, out _)
        || IPAddress.TryParse(text, out _)
        || (text is [(>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), ..] && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '.'));
}
