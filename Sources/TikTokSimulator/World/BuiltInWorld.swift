extension World {
    /// The built-in world as a file would hold it, to read and to begin a world of your own with.
    ///
    /// Tokens begin with what they get: `900d` healthy, five digits the return code, `c0` no answer (with curl's number
    /// for it), `e` an answer that is no proper one (with its HTTP status), `a0` developer apps' tokens, `5a0d` the
    /// sandbox.
    public static let builtInText = #"""
        {
          "note": "the world of validate --simulate; every id, token and secret in it is invented",
          "advertisers": {
            "7571453051182950358": { "name": "Shop North" },
            "7530101561682464752": { "name": "Shop South" },
            "7263230018234764310": { "name": "Agency Client One" },
            "7026986696069619138": { "name": "Agency Client Two" },
            "7414765366700312258": { "name": "Closed Shop", "status": "deleted" },
            "7004536824931992297": { "name": "Fault Lab" }
          },
          "apps": {
            "7196993655622416073": {
              "secret": "b608897955ca88e77be570133fdf5d65302e6a78", "note": "main app"
            },
            "7210558771913328941": {
              "secret": "38f33149ab901dd494e644fd7bb039479cd3f71a", "note": "other app"
            },
            "7402118356721094657": {
              "secret": "5ec2e7d18b4f6a0c3d9e7b2f1a5c8d4e6f0b3a97", "note": "the app that validate init writes"
            },
            "7308791179173366946": {
              "secret": "c6c893c89f5b5373bb2cacb534052045c7a0e98d", "status": "blocked", "note": "blocked app"
            }
          },
          "pixels": {
            "COH98PBC77U2GA5OQKK0": {
              "pixel_id": "7676302703220100807", "name": "Shop North web", "advertiser": "7571453051182950358"
            },
            "C9CG103C77UAAJEA30IG": {
              "pixel_id": "7086702384911204371", "name": "Shop North outlet", "advertiser": "7571453051182950358"
            },
            "CFB7HG3C77U31EOTDK9G": {
              "pixel_id": "7194071239900341250", "name": "Shop North wholesale", "advertiser": "7571453051182950358"
            },
            "CL9V203C77U2PNMM4DTG": {
              "pixel_id": "7301440125561090087", "name": "Shop North gifts", "advertiser": "7571453051182950358"
            },
            "CR8MIG3C77U2TM8U7TP0": {
              "pixel_id": "7408809062213324801", "name": "Shop North spares", "advertiser": "7571453051182950358"
            },
            "D17E303C77U1VIOPE4BG": {
              "pixel_id": "7516177921094311946", "name": "Shop North rentals", "advertiser": "7571453051182950358"
            },
            "D4A7Q03C77U5K2RM94T0": {
              "pixel_id": "7568012345678901249", "name": "Shop North, as validate init writes it",
              "advertiser": "7571453051182950358"
            },
            "D42VP03C77U4956M94U0": {
              "pixel_id": "7567715482203419658", "name": "Shop North abroad", "advertiser": "7571453051182950358"
            },
            "CMSFOFBC77U29EM3TVI0": {
              "pixel_id": "7296267561258484593", "name": "Shop South web", "advertiser": "7530101561682464752"
            },
            "D0KBNO3C77U2L0L1EM9G": {
              "pixel_id": "7483920017745631284", "name": "Shop South outlet", "advertiser": "7530101561682464752"
            },
            "D2DIPG3C77U6QQOQU300": {
              "pixel_id": "7527401938827465730", "name": "Shop South abroad", "advertiser": "7530101561682464752"
            },
            "CCL73FRC77U60JT0SG40": {
              "pixel_id": "7150239074221090585", "name": "Agency pixel, shared", "advertiser": "7263230018234764310",
              "ownership": "SHARED"
            },
            "DAHRG7RC77U2Q7L12UHG": {
              "pixel_id": "7441206589060962133", "name": "Agency pixel, in a Business Center",
              "advertiser": "7263230018234764310", "ownership": "TRANSFERRED"
            },
            "CLGJ0MRC77U197L7I48G": {
              "pixel_id": "7171712406979056656", "name": "Agency pixel, unlinked", "advertiser": "7263230018234764310",
              "ownership": "UNBOUND"
            },
            "CU3D7URC77U194G439KG": {
              "pixel_id": "7310983537316972116", "name": "Shop North, over its own rate limit",
              "advertiser": "7571453051182950358"
            },
            "CFLFN9BC77UEUNENBHO0": {
              "pixel_id": "7120924933168200062", "name": "Fault Lab web", "advertiser": "7004536824931992297"
            }
          },
          "event_sets": {
            "7581871610330981173": {
              "event_source": "offline", "advertiser": "7571453051182950358"
            },
            "7591976068454277857": {
              "event_source": "crm", "advertiser": "7571453051182950358"
            },
            "7169960801745823501": {
              "event_source": "app", "advertiser": "7571453051182950358"
            }
          },
          "tokens": {
            "900d18305cee759b483db4704e1a46080624e88b": {
              "kind": "events_manager", "advertiser": "7571453051182950358",
              "note": "healthy with the pixel of shop north; with that of shop south 40001, as every swapped token"
            },
            "900d4f7a0c1b5e8d2a6f3c9b7e1d4a8f5c2b6e90": {
              "kind": "events_manager", "pixels": ["D4A7Q03C77U5K2RM94T0"], "note": "healthy: validate init writes it"
            },
            "900d2d778f3858295a8ae8e2ded8077a10f65ca3": {
              "kind": "events_manager", "advertiser": "7530101561682464752",
              "note": "healthy with the pixels of shop south; with those of shop north 40001"
            },
            "900d36bb6a3de65151c401dd377bf623d8eb7a4c": {
              "kind": "events_manager", "pixels": ["CMSFOFBC77U29EM3TVI0"],
              "note": "healthy with the first pixel of shop south alone"
            },
            "401052a62decc4c2664d8b02245a2e65ba66a9a8": {
              "kind": "events_manager", "advertiser": "7571453051182950358", "status": "revoked", "note": "revoked: 40105"
            },
            "401029f3e6fe67379beb332fee39fbea2d8100d7": {
              "kind": "events_manager", "advertiser": "7571453051182950358", "status": "expired", "note": "expired: 40102"
            },
            "40001084a617ffd702dbb16557ecdbec7fd62d59": {
              "kind": "events_manager", "advertiser": "7530101561682464752",
              "note": "good, but no pixel of shop north is its own, and a pixel code that does not exist gets the same 40001"
            },
            "a0001562e145dec3e17f393d3d43dd758b64029f": {
              "kind": "marketing", "app": "7196993655622416073",
              "advertisers": ["7263230018234764310", "7026986696069619138"], "scopes": ["1", "2", "4", "30", "5", "8"],
              "note": "healthy with the main app: two ad accounts, every scope"
            },
            "a000c83d5f1e7b2a9c4d6e0f8a3b5c7d9e1f2a4b": {
              "kind": "marketing", "app": "7402118356721094657", "advertisers": ["7263230018234764310"],
              "scopes": ["4", "100", "200", "210", "220", "30", "44"],
              "note": "healthy with its app, for all that OWOX asks: validate init writes it"
            },
            "a0002fc774518690e44ba90599c0580038d6c6da": {
              "kind": "marketing", "app": "7196993655622416073", "advertisers": [],
              "scopes": ["1", "2", "4", "30", "5", "8"], "note": "authorised for no ad account: the list is empty"
            },
            "a0003c0216d72e18f51d7916131f69feee8d604d": {
              "kind": "marketing", "app": "7210558771913328941", "advertisers": ["7263230018234764310"],
              "scopes": ["1", "2", "4", "30", "5", "8"],
              "note": "belongs to the other app: 40113 with the id and secret of the main app"
            },
            "a0004f1dd1cb2f2b24f79ebd989ab92da3b9d10d": {
              "kind": "marketing", "app": "7196993655622416073", "advertisers": ["7263230018234764310"],
              "scopes": ["7224195155857866754"],
              "note": "may send events, may not list pixels or read reports: 40001 about the scope"
            },
            "a0005f5edd6974ca2891db2fed75cacb0eaab849": {
              "kind": "marketing", "app": "7196993655622416073", "advertisers": ["7414765366700312258"],
              "scopes": ["1", "2", "4", "30", "5", "8"], "note": "its ad account was deleted: 40002"
            },
            "a0006035929ce3655226d0f910cb6e2d676e4362": {
              "kind": "marketing", "app": "7196993655622416073", "advertisers": ["7263230018234764310"],
              "scopes": ["1", "2", "4", "30", "5", "8"], "status": "revoked", "note": "the advertiser withdrew: 40105"
            },
            "a000739f9c5a0011c768cda4a13fddde7aa03582": {
              "kind": "marketing", "app": "7308791179173366946", "advertisers": ["7263230018234764310"],
              "scopes": ["1", "2", "4", "30", "5", "8"], "note": "its app is blocked: 40113"
            },
            "a0008bdf189e4b3f1b2d017d19f3ea8d16a8c94b": {
              "kind": "marketing", "app": "7196993655622416073", "advertisers": ["7263230018234764310"],
              "scopes": ["1", "2", "4", "30", "5", "8"],
              "note": "may not list the pixels of an advertiser that did not grant it: 40001"
            },
            "a0009b0c7e349f43f6ac18867b050f5438db89f5": {
              "kind": "marketing", "app": "7196993655622416073",
              "advertisers": ["7263230018234764310", "7026986696069619138"], "scopes": ["1", "2", "4", "30", "5", "8"],
              "note": "throttled on its first attempt at everything, then good"
            },
            "act.BCVCSrSTyAPKiqUUCKPVGrEAbiQFvHAQLiytmoFQLWSxbYFX": {
              "kind": "tiktok_account", "app": "7196993655622416073", "open_id": "-000NvwN9A54c8AKvBxGfkMByf7KnLD4uxxM",
              "scopes": ["user.info.basic", "video.list", "video.insights", "comment.list"],
              "note": "a TikTok account: healthy with the main app"
            },
            "act.cFSoNswHFHvduufzwEpvMsgMornmoHgncbSdiqdGmRmLuvgZ": {
              "kind": "tiktok_account", "app": "7196993655622416073", "status": "expired", "scopes": ["user.info.basic"],
              "note": "a TikTok account whose 24 hours are over: 40102"
            },
            "5a0d1a2ae7ca833c2253de4b1a4c339014390a2c": {
              "kind": "sandbox", "advertisers": ["7263230018234764310"], "scopes": ["1", "2", "4", "30", "5", "8"],
              "note": "sandbox: healthy there, 40105 in production"
            },
            "401001384fc2ea3e7158f88cae34a4329803f4cd": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "40100, always"
            },
            "4013207203b6da805124d36dfcbbc6c9aab7529e": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "40132"
            },
            "600017485ad6d1d28df72423f73785423a91ed28": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "60001"
            },
            "50000bde2ea64db1a131b3a0aea6f2e0a8772d7c": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "50000"
            },
            "4100043ecd2bcc5de2cb9eacbdfeb4666ec0e6c7": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "41000"
            },
            "4999909f04436750c2d23b05a769c2a4861b336c": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "49999, which is in no table"
            },
            "e50208b1ec43b53f509852859f1375886ed1545a": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "HTTP 502 with an HTML page"
            },
            "e4290ee0eaf8666e2a1c28f501cbbde02c6659de": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "HTTP 429 with an HTML page"
            },
            "e20018dab824caf019ee3a0324afa747aafe24a2": {
              "kind": "events_manager", "advertiser": "7004536824931992297",
              "note": "HTTP 200 with the sign-in page of a guest network"
            },
            "e3020cb9b659efec6a01eb8db9e9e20565879abd": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "HTTP 302 to another host"
            },
            "e2002c1525670bef164bf937cf4928e35af9d1cd": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "HTTP 200 with nothing in it"
            },
            "e2003910da2372a442d7633d424b62832472dce8": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "a success cut off in the middle"
            },
            "e2004d87f85db5cb5fd5e027a7a123bbf62f922b": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "code \"0\", a string"
            },
            "e2005e738103eacbd2f3e52aa73a473e7b7b833f": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "two codes that contradict each other"
            },
            "200010051d39804e8ad2c398ea41396665c8f32b": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "20001"
            },
            "e5001664616042f820bd7e2d7a54641058ae5ddc": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "code 0 under HTTP 500"
            },
            "e2006f469ffd06e1e5ec840c1d1977496a598877": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "a success, the Date 15 minutes ahead"
            },
            "c002877abc1c93bcbfcf5b3013e015b8de8ea3dc": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "no answer in time"
            },
            "c0007176eb7db2731d0871316d80f06e47b714a1": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "nothing listens"
            },
            "c0056478dc6503dc0031728767ecc66f5bcf121e": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "the connection ends in the middle"
            },
            "c0060e46578b34df51613cc60ab05837bc7fc7e3": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "the certificate has expired"
            },
            "c0061d1744233e3af6d5cef756c89543ccee8444": {
              "kind": "events_manager", "advertiser": "7004536824931992297",
              "note": "the certificate is from an unknown authority"
            },
            "c0006ebc85715f27c16f4b3fbdd69612c398f1c1": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "the host name does not exist"
            },
            "c0407cf461499e16dda9fcc8e1a6e83fb7d2f9d2": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "the proxy wants credentials"
            },
            "400021651bc2de65151c401dd377bf623d8eb7a4": {
              "kind": "events_manager", "advertiser": "7004536824931992297",
              "note": "a question that is refused for its own form: 40002"
            },
            "40007d44fd3645114889001edc8e367e5d6dfd74": {
              "kind": "events_manager", "advertiser": "7004536824931992297", "note": "a pixel that was deleted: 40007"
            },
            "e2007d23f3041e18a4c083b1ba54218f4805d953": {
              "kind": "events_manager", "advertiser": "7004536824931992297",
              "note": "an answer that a world spells out: 40001 that only says no"
            },
            "e200899e40be86fb32e088c8dbeb82a1c7260915": {
              "kind": "events_manager", "advertiser": "7004536824931992297",
              "note": "40100 twice, then good: shows retries"
            }
          },
          "faults": [
            { "fault": "throttled", "token": "401001384fc2ea3e7158f88cae34a4329803f4cd" },
            { "fault": "pixel_throttled", "token": "4013207203b6da805124d36dfcbbc6c9aab7529e" },
            { "fault": "maintenance", "token": "600017485ad6d1d28df72423f73785423a91ed28" },
            { "fault": "server_error", "token": "50000bde2ea64db1a131b3a0aea6f2e0a8772d7c" },
            { "fault": "banned_region", "token": "4100043ecd2bcc5de2cb9eacbdfeb4666ec0e6c7" },
            { "fault": "unknown_code", "token": "4999909f04436750c2d23b05a769c2a4861b336c" },
            { "fault": "gateway_502", "token": "e50208b1ec43b53f509852859f1375886ed1545a" },
            { "fault": "http_429", "token": "e4290ee0eaf8666e2a1c28f501cbbde02c6659de" },
            { "fault": "captive_portal", "token": "e20018dab824caf019ee3a0324afa747aafe24a2" },
            { "fault": "redirect", "token": "e3020cb9b659efec6a01eb8db9e9e20565879abd" },
            { "fault": "empty_body", "token": "e2002c1525670bef164bf937cf4928e35af9d1cd" },
            { "fault": "truncated_json", "token": "e2003910da2372a442d7633d424b62832472dce8" },
            { "fault": "contradictory_code", "token": "e2004d87f85db5cb5fd5e027a7a123bbf62f922b" },
            { "fault": "duplicate_code", "token": "e2005e738103eacbd2f3e52aa73a473e7b7b833f" },
            { "fault": "partial", "token": "200010051d39804e8ad2c398ea41396665c8f32b" },
            { "fault": "code_zero_http_500", "token": "e5001664616042f820bd7e2d7a54641058ae5ddc" },
            { "fault": "clock_skew", "token": "e2006f469ffd06e1e5ec840c1d1977496a598877" },
            { "fault": "timeout", "token": "c002877abc1c93bcbfcf5b3013e015b8de8ea3dc" },
            { "fault": "connection_refused", "token": "c0007176eb7db2731d0871316d80f06e47b714a1" },
            { "fault": "connection_closed", "token": "c0056478dc6503dc0031728767ecc66f5bcf121e" },
            { "fault": "certificate_expired", "token": "c0060e46578b34df51613cc60ab05837bc7fc7e3" },
            { "fault": "certificate_untrusted", "token": "c0061d1744233e3af6d5cef756c89543ccee8444" },
            { "fault": "name_not_found", "token": "c0006ebc85715f27c16f4b3fbdd69612c398f1c1" },
            { "fault": "proxy_authentication", "token": "c0407cf461499e16dda9fcc8e1a6e83fb7d2f9d2" },
            {
              "fault": "reply", "token": "e2007d23f3041e18a4c083b1ba54218f4805d953",
              "body": {
                "code": 40001,
                "message": "Permission denied",
                "request_id": "202611211000007A3C51E0B94D2F68A1C7",
                "data": {}
              }
            },
            {
              "fault": "reply", "token": "400021651bc2de65151c401dd377bf623d8eb7a4",
              "body": {
                "code": 40002,
                "message": "Invalid value for data.0.event_time: must be a Unix timestamp.",
                "request_id": "2026112110000014C2E6A8709BD3F5E1A2",
                "data": {}
              }
            },
            {
              "fault": "reply", "token": "40007d44fd3645114889001edc8e367e5d6dfd74",
              "body": {
                "code": 40007,
                "message": "The pixel does not exist or has been deleted.",
                "request_id": "202611211000002B9D7F103C85E4A6B0D9",
                "data": {}
              }
            },
            { "fault": "throttled", "token": "e200899e40be86fb32e088c8dbeb82a1c7260915", "times": 2 },
            {
              "fault": "reply", "token": "a0008bdf189e4b3f1b2d017d19f3ea8d16a8c94b", "endpoint": "/pixel/list/",
              "body": {
                "code": 40001,
                "message": "advertiser does not grant you /pixel/list/:GET permission",
                "request_id": "20261121100000D5E81B7F3092AC64B3F1",
                "data": {}
              }
            },
            { "fault": "throttled", "token": "a0009b0c7e349f43f6ac18867b050f5438db89f5", "times": 1 },
            { "fault": "pixel_throttled", "pixel": "CU3D7URC77U194G439KG" }
          ]
        }
        """#
}
