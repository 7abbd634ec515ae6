using System.CommandLine;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Reports.Pages;

namespace RdpCompliance.Cli.Commands;

/// <summary>
/// <c>explain RDP1001</c>, <c>explain CAUSE</c>, <c>explain 0x904 0x7</c>: the page of a rule, a documented cause, a setting, an id that the program
/// prints, or what the numbers of a dialogue truly mean.
/// </summary>
internal static class ExplainCommand
{
    public static Command Create(ProgramHost host)
    {
        var what = new Argument<string[]>("WHAT")
        {
            Description =
                "A rule (RDP1001), a cause (rdp-port-changed), a setting (rdp.deny-connections), an id of a message (RDP0064), one or both numbers of a dialogue (0x904 0x7, 2308), or its text.",
            Arity = ArgumentArity.OneOrMore,
        };
        var policies = new PolicyOptions();
        var command = new Command("explain", "Explains a rule, a documented cause, a setting, an id of a message or the numbers of an error.")
        {
            what,
        };
        foreach (var option in policies.All)
        {
            command.Add(option);
        }

        command.SetAction(parsed => (int)Run(parsed.GetValue(what) ?? [], policies.Load(parsed, host, BuiltInPack.Complete), host));
        return command;
    }

    private static ExitCode Run(string[] words, Pack? loaded, ProgramHost host)
    {
        if (loaded is not { } pack)
        {
            return ExitCode.Usage;
        }

        using var output = new StreamWriter(host.Output, leaveOpen: true) { NewLine = "\n" };
        var all = string.Join(' ', words);
        if (CodeQuestion.TryParse(all) is { } pair)
        {
            return WriteCodes(pair, pack, output, host);
        }

        var pages = words.Select(word => PageOf(word, pack)).ToList();
        if (!pages.Contains(null))
        {
            output.Write(string.Join('\n', pages));
            return ExitCode.Clean;
        }

        if (CodeQuestion.TryFindIn(all) is { } found)
        {
            return WriteCodes(found, pack, output, host);
        }

        foreach (var word in words.Zip(pages).Where(one => one.Second is null).Select(one => one.First))
        {
            var nearest = EditDistance.Nearest(word, NamesOf(pack));
            host.Error.WriteLine(
                $"'{word}' is no rule, cause, setting, id of a message or code that is known{(nearest is null ? "." : $"; did you mean '{nearest}'?")}");
        }

        return ExitCode.Usage;
    }

    private static ExitCode WriteCodes(ErrorPair pair, Pack pack, StreamWriter output, ProgramHost host)
    {
        if (CodePage.Of(pair, BuiltInPack.Codes(), pack) is { } page)
        {
            output.Write(page);
            return ExitCode.Clean;
        }

        host.Error.WriteLine(
            $"No list has {pair}. Windows may have a text: (New-Object -ComObject MSTscAx.MsTscAx).GetErrorDescription({ErrorPair.Shown(pair.Code)}, {ErrorPair.Shown(pair.Extended ?? 0)}).");
        return ExitCode.Usage;
    }

    private static string? PageOf(string what, Pack pack)
    {
        if (pack.Rule(what) is { } rule)
        {
            return RulePage.Of(rule, pack);
        }

        if (pack.Causes.FirstOrDefault(known => known.Id.Equals(what, StringComparison.OrdinalIgnoreCase)) is { } cause)
        {
            return CausePage.Of(cause, pack);
        }

        if (pack.Settings.FirstOrDefault(known => known.Id.Equals(what, StringComparison.OrdinalIgnoreCase)) is { } setting)
        {
            return SettingPage.Of(setting);
        }

        return MessageCatalogue.Find(what)?.Page() ?? CodePage.Of(what, BuiltInPack.Codes());
    }

    private static IEnumerable<string> NamesOf(Pack pack) =>
    [
        .. pack.Rules.SelectMany(rule => new[] { rule.Id, rule.Name }),
        .. pack.Causes.Select(cause => cause.Id),
        .. pack.Settings.Select(setting => setting.Id),
        .. MessageCatalogue.All.Select(message => message.Id),
        .. BuiltInPack.Codes().Lists.SelectMany(list => list.Codes).SelectMany(code => code.Names),
    ];
}
