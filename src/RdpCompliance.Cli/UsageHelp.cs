using System.CommandLine;
using System.CommandLine.Parsing;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Cli;

/// <summary>What is wrong with arguments that cannot be parsed, with what they were most likely meant to be.</summary>
internal static class UsageHelp
{
    public const string Program = "rdpcompliance";

    public static IReadOnlyList<string> Problems(ParseResult parsed, IReadOnlyList<string> args)
    {
        var command = parsed.CommandResult.Command;
        var options = OptionsInDisguise(parsed, args)
            .Select(token => $"'{token}' is not an option of {PathOf(parsed)}{Meant(token, OptionsOf(parsed))}")
            .ToList();
        if (options.Count > 0)
        {
            return options;
        }

        // Behind a word that is no command nothing can be known.
        var unknown = parsed.UnmatchedTokens
            .Take(command.Subcommands.Count > 0 ? 1 : int.MaxValue)
            .Select(token => command.Subcommands.Count > 0
                ? $"'{token}' is not a command of {PathOf(parsed)}{Meant(token, command.Subcommands.Select(one => one.Name))}"
                : $"'{token}' is one argument more than {PathOf(parsed)} takes.")
            .ToList();
        return unknown.Count > 0 ? unknown : [.. parsed.Errors.Select(error => error.Message)];
    }

    /// <summary>Where to read on, of the command that was meant.</summary>
    public static string Hint(ParseResult parsed) =>
        $"Run '{PathOf(parsed)} --help' for its {(parsed.CommandResult.Command.Subcommands.Count > 0 ? "commands" : "arguments and options")}.";

    /// <summary>
    /// An option that does not exist is taken for a path or a value where a command takes any number of them. A number may begin with '-', and
    /// what stands behind "--", or behind an option and '=', is what it is.
    /// </summary>
    private static IEnumerable<string> OptionsInDisguise(ParseResult parsed, IReadOnlyList<string> args) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .Where(token => token.Type == TokenType.Argument && (token.Value is ['-', '-', _, ..] or ['-', >= 'a' and <= 'z'] or ['-', >= 'A' and <= 'Z']))
        .Where(token => args.Contains(token.Value, StringComparer.Ordinal))
        .Select(token => token.Value.Split('=')[0]);

    private static IEnumerable<string> OptionsOf(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Where(option => !option.Hidden)
            .SelectMany(option => option.Aliases.Append(option.Name))
            .Where(name => name.StartsWith('-'));

    private static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Parent: not null } one; result = one.Parent)
        {
            names.Push(one.Command.Name);
        }

        return string.Join(' ', names.Prepend(Program));
    }

    private static string Meant(string token, IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return EditDistance.Nearest(token, all) is { } nearest ? $"; did you mean '{nearest}'?" : $"; known are {string.Join(", ", all)}.";
    }
}
