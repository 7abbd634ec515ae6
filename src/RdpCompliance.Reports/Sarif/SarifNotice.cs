using System.Collections.Immutable;

namespace RdpCompliance.Reports.Sarif;

/// <summary>What the writer itself has to say about a file: an id of the engine's range, a name and a sentence.</summary>
public sealed record SarifNotice(SarifNotice.Kind Of, string Message)
{
    /// <summary>The descriptor of a notice; ids are stable for ever.</summary>
    public sealed record Kind(string Id, string Name, string Description);

    public static readonly Kind Grouped = new(
        "RDP0050",
        "ResultsGrouped",
        "More findings than a console takes; findings alike are told as one result that names all places.");

    public static readonly Kind Split = new("RDP0051", "ResultsSplit", "More results than a console takes in one run; they are written as several runs.");

    public static readonly Kind Shortened = new(
        "RDP0052",
        "ContextLeftOut",
        "The file would be larger than a console takes; text around the places is left out.");

    public static readonly Kind TooLarge = new("RDP0053", "FileTooLarge", "The file is larger than a console takes.");

    public static readonly Kind UndecidedLeftOut = new(
        "RDP0054",
        "UndecidedLeftOut",
        "Undecided verdicts are counted and not written, because the console shows every result as an alert.");

    public static readonly Kind InputNotOurs = new("RDP0055", "InputNotOurs", "An input that was named on the command line is of no known format.");

    public static readonly Kind InputDamaged = new("RDP0056", "InputDamaged", "An input could not be read, or only in part.");

    public static readonly Kind InputsLeftOut = new("RDP0057", "InputsLeftOut", "Inputs below the paths were not looked at, each for a reason.");

    public static readonly Kind RulesNotAsked = new("RDP0058", "RulesNotAsked", "Rules were put to nothing, each for a reason.");

    public static ImmutableArray<Kind> Kinds { get; } =
        [Grouped, Split, Shortened, TooLarge, UndecidedLeftOut, InputNotOurs, InputDamaged, InputsLeftOut, RulesNotAsked];
}
