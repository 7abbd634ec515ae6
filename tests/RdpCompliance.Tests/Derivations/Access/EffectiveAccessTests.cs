using System.Globalization;
using RdpCompliance.Engine.Derivations.Access;

namespace RdpCompliance.Tests.Derivations.Access;

public sealed class EffectiveAccessTests
{
    private const int Lists = 20_000;
    private static readonly string[] Sids =
    [
        SecurityId.Everyone,
        SecurityId.AuthenticatedUsers,
        SecurityId.NetworkService,
        SecurityId.Users,
        "S-1-5-21-1-2-3-1001",
    ];

    /// <summary>The access against one right after the other that is put through the entries one by one.</summary>
    [Fact]
    public void The_access_is_what_each_right_gets()
    {
        var random = new Random(20260801);
        var granted = 0;
        var refused = 0;
        for (var list = 0; list < Lists; list++)
        {
            var entries = Enumerable.Range(0, random.Next(7)).Select(_ => Written.Make(random)).ToList();
            var text = "O:SYD:" + string.Concat(entries.Select(entry => entry.Text));
            var reading = SddlParser.Parse(text);
            var access = EffectiveAccess.Of(reading.Descriptor, SecuredObject.File);
            var token = SecurityId.TokenOf(Sids[random.Next(Sids.Length)]);

            var rights = access?.GrantedTo(token);

            Assert.True(reading.IsWhole, text);
            for (var bit = 0; bit < 32; bit++)
            {
                var expected = IsGranted(1u << bit, entries, token);
                Assert.True(expected == ((rights & (1u << bit)) != 0), $"Right {1u << bit:x} for {token[0]}: {(expected ? "granted" : "refused")} by {text}.");
                granted += expected ? 1 : 0;
                refused += expected ? 0 : 1;
            }
        }

        Assert.True(Math.Min(granted, refused) > Lists, $"{granted} granted and {refused} refused say too little.");
    }

    [Theory]
    [InlineData("D:(A;;FR;;;NS)", true)]
    [InlineData("D:(A;;0x80;;;NS)(A;;RC;;;NS)(A;;0x100009;;;NS)", true)]
    [InlineData("D:(A;;0x80;;;NS)(A;;0x100009;;;NS)", false)]
    [InlineData("D:(A;;GR;;;WD)", true)]
    [InlineData("D:(XA;;FR;;;NS;(@User.a==1))", false)]
    [InlineData("D:(D;;0x1;;;NS)(A;;FA;;;NS)", false)]
    [InlineData("D:(D;;0x1;;;WD)(A;;FA;;;NS)", false)]
    [InlineData("D:(XD;;FR;;;NS;(@User.a==1))(A;;FA;;;NS)", false)]
    [InlineData("D:(OD;;FR;bf967aba-0de6-11d0-a285-00aa003049e2;;NS)(A;;FA;;;NS)", false)]
    [InlineData("D:(D;IO;FR;;;NS)(A;;FA;;;NS)", true)]
    [InlineData("D:(A;IO;FR;;;NS)", false)]
    [InlineData("D:(A;;FA;;;NS)(D;ID;FR;;;NS)", true)]
    [InlineData("D:(A;;FA;;;SY)", false)]
    [InlineData("D:", false)]
    [InlineData("D:NO_ACCESS_CONTROL", true)]
    [InlineData("O:NSD:(A;;0x100089;;;NS)", true)]
    [InlineData("O:NSD:(A;;0x100089;;;NS)(A;;SD;;;OW)", false)]
    public void Network_Service_may_read(string sddl, bool isAllowed) =>
        Assert.Equal(
            isAllowed,
            EffectiveAccess
                .Of(SddlParser.Parse(sddl).Descriptor, SecuredObject.File)
                ?.Grants(AccessRights.FileRead, SecurityId.TokenOf(SecurityId.NetworkService)));

    [Fact]
    public void A_descriptor_without_a_list_says_nothing() => Assert.Null(EffectiveAccess.Of(SddlParser.Parse("O:SYG:SY").Descriptor, SecuredObject.File));

    [Theory]
    [InlineData("GA", SecuredObject.RegistryKey, 0xF003F)]
    [InlineData("GW", SecuredObject.RegistryKey, 0x20006)]
    [InlineData("GRGX", SecuredObject.File, 0x1200A9)]
    [InlineData("GA", SecuredObject.Service, 0xF01FF)]
    [InlineData("GRSD", SecuredObject.Service, 0x3008D)]
    [InlineData("010", SecuredObject.File, 8)]
    [InlineData("1179785", SecuredObject.File, 0x120089)]
    public void Generic_rights_mean_those_of_the_object(string rights, SecuredObject kind, uint mask) =>
        Assert.Equal(mask, AccessRights.Map(AccessRights.TryParse(rights) ?? 0, kind));

    private static bool IsGranted(uint right, List<Written> entries, IReadOnlyList<string> token)
    {
        foreach (var entry in entries)
        {
            if (!entry.IsInheritOnly && token.Contains(entry.Sid) && (entry.Mask & right) != 0 && (entry.Denies || !entry.IsUncertain))
            {
                return !entry.Denies;
            }
        }

        return false;
    }

    private sealed record Written(string Text, string Sid, uint Mask, bool Denies, bool IsUncertain, bool IsInheritOnly)
    {
        private static readonly (string Letters, uint Mask)[] Rights =
        [
            ("FA", 0x1F01FF),
            ("FR", 0x120089),
            ("FW", 0x120116),
            ("FX", 0x1200A0),
            ("GR", 0x120089),
            ("GA", 0x1F01FF),
            ("RC", 0x20000),
            ("SDWO", 0x90000),
            ("CCLC", 0x5),
        ];

        public static Written Make(Random random)
        {
            var (letters, mask) = Rights[random.Next(Rights.Length)];
            if (random.Next(3) == 0)
            {
                mask = (uint)random.Next(1 << 21);
                letters = string.Create(CultureInfo.InvariantCulture, $"0x{mask:x}");
            }

            var sid = Sids[random.Next(Sids.Length)];
            var denies = random.Next(3) == 0;
            var isInheritOnly = random.Next(6) == 0;
            var flags = (random.Next(2) == 0 ? "OICI" : "") + (isInheritOnly ? "IO" : "") + (random.Next(3) == 0 ? "ID" : "");
            return random.Next(5) switch
            {
                0 => Of(denies ? "XD" : "XA", "", ";(@User.dept==\"a;(b\")", true),
                1 => Of(denies ? "OD" : "OA", "bf967aba-0de6-11d0-a285-00aa003049e2", "", true),
                _ => Of(denies ? "D" : "A", "", "", false),
            };

            Written Of(string type, string objectType, string condition, bool isUncertain) =>
                new($"({type};{flags};{letters};{objectType};;{sid}{condition})", sid, mask, denies, isUncertain, isInheritOnly);
        }
    }
}
