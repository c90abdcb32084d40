extension PermissionScope {
    /// TikTok's list of scopes ("permission scopes", v1.3 reference, as digested in 2026-08): 21 groups, 74 below them and
    /// 72 below those.
    ///
    /// Each line is a number and TikTok's own name, two spaces deeper than what contains it; the lines of paths below are
    /// the calls that it opens.
    ///
    /// The source lists 701 under 80; here it is where its name and its calls belong, and ``isCovered(by:)`` takes
    /// either for its parent.
    static let table = """
        1 Ad Account Management
          10 Ad Account Information
            100 Read Ad Account Information
              /advertiser/info/ /oauth2/advertiser/get/
          12 Terms and Agreements
            120 Terms and Agreements
              /term/get/ /term/check/ /term/confirm/
          13 Pangle Block List Management
            130 Pangle Block List Management
              /pangle_block_list/get/ /pangle_block_list/update/
          14 Pangle Audience Packages
            140 Pangle Audience Packages
              /pangle_audience_package/get/
          15 Business Center
            150 Read Business Center
              /bc/get/ /bc/balance/get/ /bc/transaction/get/
            151 Create Ad Account
              /bc/image/upload/ /bc/advertiser/create/ /advertiser/update/ /bc/advertiser/disable/
              /bc/advertiser/qualification/get/
            152 Ad Account Balance and Transaction
              /bc/transfer/ /advertiser/balance/get/ /advertiser/transaction/get/
            153 Business Center Asset
              /bc/asset/get/ /bc/asset/admin/get/ /bc/asset/assign/ /bc/asset/unassign/ /bc/asset/partner/get/
              /bc/asset/member/get/ /bc/asset/admin/delete/ /bc/pixel/link/update/ /bc/pixel/link/get/
              /bc/pixel/transfer/ /asset/bind/quota/
            155 Business Center Partner Management
              /bc/partner/asset/get/ /bc/partner/delete/ /bc/partner/add/ /bc/partner/get/ /bc/partner/asset/delete/
            156 Business Center Member Management
              /bc/member/delete/ /bc/member/update/ /bc/member/get/ /bc/member/invite/
            157 Business Center Billing Group Management
              /bc/billing_group/update/ /bc/billing_group/get/ /bc/billing_group/create/
              /bc/billing_group/advertiser/list/
            7078191955347259394 Invoice Management
              /bc/invoice/task/create/ /bc/invoice/get/ /bc/invoice/download/ /bc/invoice/task/get/
              /bc/invoice/unpaid/get/ /bc/invoice/task/list/
            7153155400966176769 Asset Group
              /bc/asset_group/create/ /bc/asset_group/get/ /bc/asset_group/update/ /bc/asset_group/list/
              /bc/asset_group/delete/
        2 Ads Management
          20 Campaign
            200 Read Campaigns
              /campaign/get/ /campaign/quota/get/ /campaign/quota/info/ /campaign/spc/get/ /campaign/copy/task/check/
            201 Create and Update Campaigns
              /campaign/create/ /campaign/update/ /campaign/status/update/ /campaign/spc/create/ /campaign/spc/update/
              /campaign/copy/task/create/
          21 Ad Group
            210 Read Ad Groups
              /adgroup/get/ /adgroup/review_info/ /adgroup/quota/
            211 Create and Update Ad Groups
              /adgroup/create/ /adgroup/update/ /ad/audience_size/estimate/ /adgroup/status/update/
              /adgroup/budget/update/
          22 Ad
            220 Read Ads
              /ad/get/ /ad/review_info/ /ad/aco/get/ /showcase/product/get/ /showcase/identity/get/
              /showcase/region/get/
            221 Create and Update Ads
              /ad/create/ /ad/update/ /ad/aco/create/ /ad/aco/update/ /ad/status/update/
              /ad/aco/material_status/update/
          23 Change Log
            230 Change Log
              /changelog/task/create/ /changelog/task/download/ /changelog/task/check/
          24 Split Test
            240 Split Test
              /split_test/promote/ /split_test/result/get/ /split_test/create/ /split_test/end/ /split_test/update/
          7133464587805982722 Search Ads
            7133464587805999106 Negative Keywords
              /search_ad/negative_keyword/download/ /search_ad/negative_keyword/add/
              /search_ad/negative_keyword/delete/ /search_ad/negative_keyword/update/ /search_ad/negative_keyword/get/
        3 Audience Management
          30 Read Custom Audiences
            /dmp/custom_audience/list/ /dmp/custom_audience/get/ /dmp/saved_audience/list/
          31 Create and Update Custom Audiences
            /dmp/custom_audience/file/upload/ /dmp/custom_audience/create/ /dmp/custom_audience/update/
            /dmp/custom_audience/delete/ /dmp/custom_audience/rule/create/ /dmp/custom_audience/lookalike/create/
            /segment/audience/ /segment/mapping/ /dmp/custom_audience/apply/ /dmp/custom_audience/apply/log/
            /dmp/custom_audience/lookalike/update/ /dmp/saved_audience/delete/ /dmp/saved_audience/create/
          32 Share Custom Audiences
            /dmp/custom_audience/share/cancel/ /dmp/custom_audience/share/log/ /dmp/custom_audience/share/
        4 Reporting
          40 Ad Account Level
          41 Campaign Level
          42 Ad Group Level
          43 Ad Level
          44 Consolidated Report
            /report/integrated/get/ /report/task/download/ /report/task/create/ /report/task/check/
            /report/subscription/subscribe/ /report/subscription/unsubscribe/ /report/subscription/update/
            /report/subscription/get/ /campaign/spc/report/get/
          7043626160646815746 Ad Insight Report
            /report/ad_benchmark/get/ /report/video_performance/get/
          7231011733974859777 Creative Fatigue Insight
            /creative_fatigue/get/
        5 Measurement
          50 Report App Event
            /app/track/ /app/batch/
          51 Report Pixel Event
            /pixel/track/ /pixel/batch/
          7224195155857866754 Report Conversion Event
            /event/track/
        6 Creative Management
          60 Image Management
            600 Read Image Library
              /file/image/ad/search/ /file/image/ad/info/
            601 Create and Update Images
              /file/image/ad/upload/ /file/image/ad/update/
          61 Video Management
            610 Read Video Library
              /file/video/ad/search/ /file/video/ad/info/
            611 Create and Update Videos
              /file/video/ad/upload/ /file/video/ad/update/
            612 Generate Thumbnails for Videos
              /file/video/suggestcover/
          62 Video Template
            /video_template/task/create/ /video_template/status/get/
          63 Music management
            630 Read music library
              /file/music/get/
            631 Upload music file
              /file/music/upload/
          64 Creative tool
            /creative/status/get/ /creative/quick_optimization/create/ /creative/smart_video/create/
            /creative/ads_preview/create/ /creative/video_soundtrack/create/ /creative/image/edit/
            /creative/asset/share/
          65 Get Creative Report
            /creative/report/get/
          66 Playable Ads
            660 Read Playable Ads
              /playable/get/ /playable/validate/
            661 Create/Manage Playable Ads
              /playable/upload/ /playable/save/ /playable/delete/
          67 Creative Material Verification
          68 Instant Page Management
            680 Instant Page Management
              /page/get/
          69 TikTok Posts Management
            690 Query TikTok Posts
              /tt_video/info/
            691 Authorize TikTok Posts
              /tt_video/authorize/ /tt_video/unbind/ /tt_video/list/
            692 Create Identity
              /identity/create/
            693 Query Identity
              /identity/get/ /identity/info/ /identity/video/get/ /identity/video/info/ /identity/music/authorization/
              /identity/live/get/
            7176842096345694209 Delete Identity
              /identity/delete/
          6110000 Creative Recommendation
            6110100 CTA Recommendation
              /creative/portfolio/create/ /creative/portfolio/get/ /creative/cta/recommend/ /creative/portfolio/list/
            6110200 Smart Text
              /creative/smart_text/generate/ /creative/smart_text/feedback/
          7050363942434078721 Dynamic Scene
            7043626160646864898 Core Functions
              /dynamic_scene/material/submit/ /dynamic_scene/task/create/ /dynamic_scene/get/ /dynamic_scene/task/get/
              /dynamic_scene/report/get/
          7130572512626360322 Smart Fix
            7132385893100437506 Fix Task management
              /video/fix/task/create/ /video/fix/task/get/
          7176833266039685122 File Name Check
        7 App Management
          70 App Management
            700 Read Apps
              /app/list/ /app/info/ /app/optimization_event/ /app/optimization_event/retargeting/
            701 Create and Update Apps
              /app/create/ /app/update/
        8 Pixel Management
          80 Pixel Management
            800 Read Pixels
              /pixel/list/
            801 Create and Update Pixels
              /pixel/create/ /pixel/update/ /pixel/event/create/ /pixel/event/update/ /pixel/event/delete/
              /pixel/instant_page/event/
            802 Pixel Level Reporting
              /pixel/event/stats/
        9 DPA Catalog Management
          90 Catalog Management
            900 Read Catalogs
              /catalog/get/ /catalog/lexicon/get/ /catalog/overview/ /catalog/location_currency/get/
              /catalog/available_country/get/
            901 Create and Update Catalog
              /catalog/create/ /catalog/update/ /catalog/delete/ /catalog/capitalize/
          91 Product Management
            910 Read Products
              /catalog/product/get/ /catalog/product/log/
            911 Create and Update Product
              /catalog/product/upload/ /catalog/product/delete/ /catalog/product/file/ /catalog/product/update/
          92 DPA Set Management
            920 Get Catalog Set
              /catalog/set/get/ /catalog/set/product/get/
            921 Post Catalog Set
              /catalog/set/create/ /catalog/set/update/ /catalog/set/delete/
          94 Catalog Video Management
            940 Get Catalog Video
              /catalog/video_package/get/
            941 Post Catalog Video
              /catalog/video_package/update/ /catalog/video_package/create/ /catalog/video_package/delete/
          95 Template
            950 Template
              /catalog/template/upload/ /catalog/template_preview/create/
          96 Event Source Bind
            960 Read Event Source Bind
              /catalog/eventsource_bind/get/ /diagnostic/catalog/eventsource/metric/
              /diagnostic/catalog/eventsource/issue/
            961 Create and Delete Event Source Bind
              /catalog/eventsource/bind/ /catalog/eventsource/unbind/
          97 Feed
            970 Get Feed
              /catalog/feed/get/ /catalog/feed/log/
            971 Post Feed
              /catalog/feed/create/ /catalog/feed/update/ /catalog/feed/delete/ /catalog/feed/switch/
          7224195155857915906 Diagnostic
        10000 Reach & Frequency
          100000 Create and Update Ad Groups
            /adgroup/rf/create/ /adgroup/rf/update/ /adgroup/rf/estimated/info/
          100001 Inventory and Orders
            /rf/inventory/estimate/ /rf/order/cancel/
          100002 Tools
            /rf/contract/query/ /rf/delivery/timezone/
        12000000 Lead Management
          12010000 Leads Retrieval
            12010100 Leads Retrieval
              /page/field/get/ /page/lead/get/
          12020000 Test Leads
            12020100 Test Leads
              /page/lead/mock/create/ /page/lead/mock/get/ /page/lead/mock/delete/ /page/field/get/
              /page/lead/task/download/ /page/lead/task/
        13000000 TikTok Creator Marketplace (TCM)
          13010000 Create and Update TCM Account
            /tcm/order/create/v2/
          13020000 Read TCM Account
            /tcm/creator/discover/ /tcm/similar/creator/ /tcm/report/get/
          13030000 Get Creators Onboarding Status and Invite Creators to TCM
            /tcm/creator/invite/ /tcm/creator/status/get/
          13040000 Send Spark Ads Invitation to Creators and Get the Status
            /tcm/spark_ad/apply/ /tcm/spark_ad/status/get/ /tcm/tt_video/status/ /tcm/tt_video/apply/
        14000000 TikTok Creator
          14010000 Creator User
            14010100 Get Creator Basic Info
            14010200 Get Creator Insights
              /tcm/creator/public/ /tcm/creator/authorized/
          14020000 Creator Media
            14020100 Get Creator Media
              /tcm/creator/public/video/list/ /tcm/creator/authorized/video/list/
          14030000 Creator Order
        15000000 Ad Comments
          15010000 Ad Comment Management
            15010100 Read Comments
              /comment/list/ /comment/reference/ /comment/task/create/ /comment/task/check/ /comment/task/download/
            15010200 Write Comments
              /comment/status/update/ /comment/delete/ /comment/post/
          15020000 Blocked Word Management
            15020100 Read Blocked Words
              /blockedword/list/ /blockedword/task/create/ /blockedword/task/check/ /blockedword/task/download/
              /blockedword/check/
            15020200 Write Blocked Words
              /blockedword/create/ /blockedword/update/ /blockedword/delete/
        16000000 TikTok business plugin
        17000000 Automated Rules
          17010000 Create and Update Automated Rules
            /optimizer/rule/create/ /optimizer/rule/update/ /optimizer/rule/batch_bind/ /optimizer/rule/update/status/
          17020000 Read Automated Rules and their Execution Results
            /optimizer/rule/get/ /optimizer/rule/list/ /optimizer/rule/result/get/ /optimizer/rule/result/list/
        18000000 TikTok Accounts
          18010000 Business User
            18010100 Get Business User Basic Info
              /business/get/
          18020000 Business Media
            /business/video/list/
          18030000 Business Comment
            18030100 Get Business Comment
              /business/comment/reply/list/ /business/comment/list/
            18030200 Manage Business Comment
              /business/comment/create/ /business/comment/delete/ /business/comment/hide/
              /business/comment/reply/create/ /business/comment/like/
          7044139020472942593 Business Content
            7050363942433996801 Video Publish
              /business/video/publish/ /business/hashtag/suggestion/
        19000000 Onsite Commerce Store
          /commerce/store/create/ /commerce/store/bind_to_catalog/ /commerce/window/update/ /commerce/store/get/
          /commerce/store/product/get/ /commerce/store/trusted_create/ /store/list/
        7043626160646946818 Offline Events Management
          7050363942434095105 Create/Manage Offline Events
            /offline/create/ /offline/update/ /offline/delete/
          7050363942434127873 Report Offline Events One by One
            /offline/track/
          7068127621543919617 Report Offline Events in Bulk
            /offline/batch/
          7224195155857833986 Read Offline Events
            /offline/get/
        7050363942434013185 Ad Diagnosis
          7050363942434029569 Get and Adopt Diagnosis Suggestion
            /tool/diagnosis/get/
        7294180478502830081 CRM Event Management
          7294180478502846465 Read CRM Event Sets
            /crm/list/
        """
}
